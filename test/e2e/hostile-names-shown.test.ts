/** What whoever runs in a container called things changes no rules, no terminal and no machine. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { RULES } from "../../src/emit/falco/rules.js";
import { isListable } from "../../src/emit/falco/text.js";
import { printable, textFromBytes } from "../../src/model/text.js";
import { loadRules } from "../emit/falco-evaluator.js";
import { open } from "../emit/falco-events.js";
import { cxray } from "./harness/cxray.js";
import { useEngine } from "./harness/engine.js";
import { asFalcoHolds, readRules } from "./harness/falco-rules.js";
import { HOSTILE_NAMES, recordHostileNames } from "./harness/hostile.js";
import { live } from "./harness/live.js";
import { emit } from "./harness/pipeline.js";
import { temporaryFolder } from "./harness/temporary.js";

const PATH_MAX = 4095;

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
      assert.deepEqual(
        file.rules,
        RULES.map(({ name }) => name),
      );
      assert.equal(file.strangers, 0);
      assert.deepEqual(file.keys, ["condition", "items", "list", "macro"]);
      for (const name of file.names) {
        assert.match(name, /^cxray_[a-z_]+(?::cxray-test\/debian)?$/u);
      }
    });

    it("are list items as they were, or marked where Falco can't hold them", () => {
      const [, marks = ""] = /^# MARKED:([^]*?)^$/mu.exec(rules) ?? [];
      for (const list of ["written", "read", "programs"]) {
        const items = readRules(rules).itemsOf(list);
        for (const name of HOSTILE_NAMES) {
          const path = textFromBytes(Buffer.concat([Buffer.from("/tmp/files/"), name]));
          const held = asFalcoHolds(path);
          if (!isListable(held)) continue; // below
          assert.ok(items.includes(held), `${list} lacks ${held}`);
          if (held !== path) assert.ok(marks.includes(`: ${printable(path)}: Falco shows`), held);
        }
      }
      const long = readRules(rules)
        .itemsOf("written")
        .filter((path) => path.startsWith("/tmp/narrow/"));
      assert.deepEqual(
        long.map((path) => path.length),
        [PATH_MAX],
      );
    });

    it("are allowed, whatever form they take there, and no other name is", () => {
      const debian = { "container.image.repository": "cxray-test/debian" };
      const engine = loadRules(rules);
      const isWritten = (path: string): boolean =>
        !engine.raised(open(path, "write", debian)).includes("Unexpected write");
      for (const name of HOSTILE_NAMES) {
        const path = asFalcoHolds(textFromBytes(Buffer.concat([Buffer.from("/tmp/files/"), name])));
        assert.ok(isWritten(path), path);
        assert.ok(!isWritten(`${path}?`), path);
      }
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
