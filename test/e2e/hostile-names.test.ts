/** Whoever runs in a container chooses names: each comes back as it was. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import Sqlite from "better-sqlite3";
import type { FileEntry } from "../../src/model/baseline/baseline.js";
import { bytesFromText } from "../../src/model/text.js";
import { useEngine } from "./harness/engine.js";
import { HOSTILE_NAMES, recordDeepPaths, recordHostileNames } from "./harness/hostile.js";
import { live } from "./harness/live.js";
import { baselineOf, emit } from "./harness/pipeline.js";
import { eventsOf, parseLog } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

const PATH_MAX = 4095;
const SOCKET_MAX = 100;
const COMM_MAX = 15;

/** Bytes as text that node:assert can compare and show. */
const shown = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
/** A recorded text, as the bytes it was. */
const raw = (text: string): string => shown(bytesFromText(text));
/** Several texts, none of which can hold a NUL, as one. */
const joined = (...texts: string[]): string => texts.join("\0");

const NAMES = HOSTILE_NAMES.map(shown);
const FILES = NAMES.map((name) => `/tmp/files/${name}`);

function assertHolds(found: Iterable<string>, expected: readonly string[]): void {
  const all = new Set(found);
  assert.deepEqual(
    expected.filter((each) => !all.has(each)),
    [],
  );
}

describe("hostile names", live, () => {
  useEngine();
  const folder = temporaryFolder();
  const db = join(folder, "cxray.db");

  before(async () => {
    const { status, stdout, stderr } = await recordHostileNames(folder);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^used \d+ names\n$/u);
  });

  it("are whole in opens, as asked for and as resolved", () => {
    const opens = eventsOf(db, "open").map(({ behaviour: { asked, path, name, access } }) => ({
      access,
      asked: raw(asked),
      path: raw(path ?? ""),
      name: raw(name ?? ""),
    }));
    const written = opens.filter(({ access }) => access === "write");
    assertHolds(
      written.map(({ asked, path, name }) => joined(asked, path, name)),
      FILES.map((path) => joined(path, path, path)),
    );
    assertHolds(
      opens.map(({ asked, path, name }) => joined(asked, path, name)),
      NAMES.map((name) => joined(name, `/tmp/files/${name}`, `/tmp/files/${name}`)),
    );
  });

  it("are whole in executions: program, script, arguments, the process's own name", () => {
    const found = eventsOf(db, "exec").map(({ actor, behaviour: { path, asked, argv } }) =>
      joined(...[path, asked, actor.comm, ...argv].map(raw)),
    );
    const programs = NAMES.map((name) => {
      const path = `/tmp/files/${name}`;
      return joined(path, path, name.slice(0, COMM_MAX), name, name, "", "last");
    });
    const scripts = NAMES.map((name) => {
      const path = `/tmp/scripts/${name}`;
      return joined("/usr/bin/true", path, name.slice(0, COMM_MAX), "/bin/true", path);
    });
    assertHolds(found, [...programs, ...scripts]);
  });

  it("are whole as names that a process gave itself", () => {
    const readers = eventsOf(db, "open").filter(({ behaviour }) => {
      return behaviour.path === "/etc/hostname";
    });
    assert.deepEqual(
      readers.slice(0, NAMES.length).map(({ actor }) => raw(actor.comm)),
      NAMES.map((name) => name.slice(0, COMM_MAX)),
    );
  });

  it("are whole as addresses of unix sockets", () => {
    const found = eventsOf(db, "connect-unix").map(({ behaviour }) => raw(behaviour.address));
    // A path that begins with `@` is told from an abstract name, which is written with one.
    const paths = NAMES.filter((name) => name.length <= SOCKET_MAX).map((name) =>
      name.startsWith("@") ? `./${name}` : name,
    );
    const abstract = NAMES.map((name) => `@${name.slice(0, SOCKET_MAX)}`);
    assertHolds(found, [...paths, ...abstract]);
  });

  it("are whole in paths as long as the kernel takes", () => {
    const isDeep = (path: string): boolean => /^\/tmp\/(?:narrow|wide)\//u.test(path);
    const opens = eventsOf(db, "open").filter(({ behaviour }) => isDeep(behaviour.asked));
    assert.equal(opens.length, 2);
    for (const { behaviour } of opens) {
      assert.equal(behaviour.path, behaviour.asked);
      assert.equal(raw(behaviour.asked).length, PATH_MAX);
    }
    const execs = eventsOf(db, "exec").filter(({ behaviour }) => behaviour.argv[0] === "deep");
    assert.deepEqual(
      execs.map(({ behaviour }) => behaviour.path),
      opens.map(({ behaviour }) => behaviour.path),
    );
  });

  it("leave the tables as they are", () => {
    const sqlite = new Sqlite(db, { readonly: true });
    assert.equal(sqlite.pragma("integrity_check", { simple: true }), "ok");
    sqlite.close();
  });

  it("come back from the log, whose every line is JSON", async () => {
    const lines = parseLog(await emit(db, "log"));
    const valuesOf = (name: string, key: string) =>
      lines.flatMap(({ data: { event } }) => {
        return event.name === name ? [raw(event.data[key] ?? "")] : [];
      });
    assertHolds(valuesOf("open", "fname"), [...FILES, ...NAMES]);
    assertHolds(valuesOf("open", "path"), FILES);
    assertHolds(valuesOf("execve", "exe"), FILES);
    assertHolds(
      valuesOf("execve", "argv"),
      NAMES.map((name) => `${name}  last`),
    );
    assert.ok(!lines.some(({ data }) => "injected" in data.event.data));
  });

  it("are the same in the live log as in the one that is emitted later", async () => {
    const sorted = (log: string) => log.split("\n").sort();
    const now = readFileSync(join(folder, "live.log"), "utf8");
    assert.deepEqual(sorted(now), sorted(await emit(db, "log")));
  });

  it("come back from the baseline, as literal paths and arguments", async () => {
    const baseline = await baselineOf(db);
    const literal = (entries: readonly Pick<FileEntry, "path" | "rule">[]) =>
      entries.flatMap(({ path, rule }) => (rule === undefined ? [raw(path)] : []));
    const { filesWritten, filesRead, executables } = baseline;
    for (const entries of [filesWritten, filesRead, executables]) {
      assertHolds(literal(entries), FILES);
    }
    const vectors = executables.flatMap((each) => each.arguments);
    assertHolds(
      vectors.map((vector) =>
        joined(...vector.map((each) => (typeof each === "string" ? raw(each) : "?"))),
      ),
      NAMES.map((name) => joined(name, name, "", "last")),
    );
    const lengths = filesWritten.map(({ path }) => raw(path).length);
    assert.equal(lengths.filter((length) => length === PATH_MAX).length, 2);
    assert.equal(baseline.completeness.state, "complete");
  });
});

describe("paths deeper than can be recorded", live, () => {
  useEngine();

  it("are marked, and make the baseline partial", async () => {
    const folder = temporaryFolder();
    const db = join(folder, "cxray.db");
    const recorded = await recordDeepPaths(folder);
    assert.equal(recorded.status, 0, recorded.stderr);
    const cut = eventsOf(db, "open").filter(({ behaviour }) => behaviour.truncated === true);
    assert.equal(cut.length, 1);
    assert.ok(raw(cut[0]?.behaviour.path ?? "").length > PATH_MAX);
    // The folders below the last path that fits are made in paths that don't fit either.
    const made = eventsOf(db, "change").filter(
      ({ behaviour: { from } }) => from.truncated === true,
    );
    assert.ok(made.length > 0 && made.every(({ behaviour }) => behaviour.operation === "mkdir"));
    const closed = eventsOf(db, "written").filter(({ behaviour }) => behaviour.truncated === true);
    assert.equal(closed.length, 1);
    const { completeness } = await baselineOf(db);
    assert.equal(completeness.state, "partial");
    assert.deepEqual(
      completeness.reasons.map(({ code, count }) => [code, count]),
      [["paths-truncated", cut.length + made.length + closed.length]],
    );
  });
});
