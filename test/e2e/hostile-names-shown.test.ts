/** What whoever runs in a container called things changes no rules, no terminal and no machine. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { printable, textFromBytes } from "../../src/model/text.js";
import { cxray } from "./harness/cxray.js";
import { useEngine } from "./harness/engine.js";
import { asFalcoHolds, readRules } from "./harness/falco-rules.js";
import { HOSTILE_NAMES, recordHostileNames } from "./harness/hostile.js";
import { live } from "./harness/live.js";
import { emit } from "./harness/pipeline.js";
import { temporaryFolder } from "./harness/temporary.js";

const PATH_MAX = 4095;

const RULES = [
  "Drift",
  "Program from outside of the image",
  "Unexpected program",
  "Unexpected write",
  "Unexpected read",
  "Unexpected rename",
  "Unexpected hard link",
  "Unexpected link",
  "Unexpected removal",
  "Unexpected folder",
  "Unexpected device or pipe",
  "File made executable",
  "Unexpected permissions",
  "Unexpected owner",
  "Unexpected mount",
  "Unexpected unmount",
  "Unexpected connection",
  "Unexpected listener",
  "Unexpected datagram",
  "Unexpected UDP server",
  "Unexpected unix socket",
  "Unexpected unix server",
  "Unexpected socket",
  "Unexpected change of identity",
  "Unexpected reach into another process",
  "Unexpected change of the kernel",
  "Unexpected namespace",
  "Unexpected io_uring",
];

/** Anything but a line break that a terminal could take for a command, or that can't be seen. */
const CONTROL = /[^\P{C}\n]|[\u2028\u2029]/u;

describe("hostile names", live, () => {
  useEngine();
  const folder = temporaryFolder();
  const db = join(folder, "cxray.db");
  let rules = "";

  before(async () => {
    const { status, stderr } = await recordHostileNames(folder);
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(stderr, CONTROL);
    rules = await emit(db, "falco");
  });

  describe("in Falco rules", () => {
    it("inject nothing: rules, lists and macros are those of the template", () => {
      const file = readRules(rules);
      assert.deepEqual(file.rules, RULES);
      assert.equal(file.strangers, 0);
      assert.deepEqual(file.keys, ["condition", "items", "list", "macro"]);
      for (const name of file.names) {
        assert.match(name, /^cxray_cxray_test_debian_[0-9a-f]{12}_2_[a-z0-9_]+$/u);
      }
    });

    it("are list items as they were, or marked where Falco can't hold them", () => {
      for (const list of ["written_paths", "read_paths", "program_paths"]) {
        const items = readRules(rules).itemsOf(list);
        for (const name of HOSTILE_NAMES) {
          const path = textFromBytes(Buffer.concat([Buffer.from("/tmp/files/"), name]));
          const held = asFalcoHolds(path);
          if (held.endsWith("\\")) continue; // below
          assert.ok(items.includes(held), `${list} lacks ${held}`);
          if (held !== path) assert.ok(rules.includes(`recorded: ${printable(path)}`), held);
        }
      }
      const long = readRules(rules)
        .itemsOf("written_paths")
        .filter((path) => path.startsWith("/tmp/narrow/"));
      assert.deepEqual(
        long.map((path) => path.length),
        [PATH_MAX],
      );
    });

    it("are a glob where they end in a backslash, which no quoted string may", () => {
      const { conditions } = readRules(rules);
      const globs = conditions.filter((condition) => /^[a-z.]+ glob "/u.test(condition));
      assert.deepEqual([...new Set(globs)].sort(), [
        String.raw`fd.name glob "/tmp/files/ends in a backslash[\\\\]"`,
        String.raw`fd.name glob "/tmp/scripts/ends in a backslash[\\\\]"`,
        String.raw`proc.exepath glob "/tmp/files/ends in a backslash[\\\\]"`,
      ]);
    });
  });

  it("don't act on the terminal", async () => {
    for (const args of [["profile"], ["profile", "--all"]]) {
      const { status, stdout, stderr } = await cxray([...args, "--db", db]);
      assert.equal(status, 0, stderr);
      assert.doesNotMatch(stdout + stderr, CONTROL);
    }
    const { stdout } = await cxray(["profile", "--all", "--db", db]);
    assert.match(stdout, /^ {2}\/tmp\/files\/line\\nbreak {2}/mu);
    const hostile = "\u001b[2J\u202e\n";
    for (const args of [
      ["-f", "log", "--image", hostile],
      ["-f", hostile],
      ["-f", "seccomp", "-o", join(folder, hostile, "none")],
      ["-f", "seccomp", "--template", join(folder, hostile)],
      ["-f", "seccomp", `--${hostile}`],
    ]) {
      const { status, stdout, stderr } = await cxray(["emit", ...args, "--db", db]);
      assert.equal(status, 2, stderr);
      assert.equal(stdout, "");
      assert.doesNotMatch(stderr, CONTROL);
    }
  });

  it("are run by nobody", () => {
    for (const place of [process.cwd(), folder, "/tmp"]) {
      assert.equal(existsSync(join(place, "cxray-pwned")), false);
    }
  });
});
