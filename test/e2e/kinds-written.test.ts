/** What is written and what is executed: the class of the content, and where it lies. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import type { Exec, Written } from "../../src/model/events/events.js";
import { packageFile } from "../../src/files/package-root.js";
import { useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { recordRun } from "./harness/pipeline.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

useEngine();

describe("files that are written and executed", live, () => {
  const folder = temporaryFolder();
  const db = join(folder, "cxray.db");
  let written: readonly Written[] = [];
  let execs: readonly Exec[] = [];

  before(async () => {
    const { status, stderr } = await recordRun(
      db,
      ...["-v", `${packageFile("test/e2e/workloads")}:/workloads:ro`, "-v", `${folder}:/volume`],
      ...["--tmpfs", "/memory:exec", "cxray-test/debian", "python3", "/workloads/written.py"],
    );
    assert.equal(status, 0, stderr);
    written = eventsOf(db, "written").map(({ behaviour }) => behaviour);
    execs = eventsOf(db, "exec").map(({ behaviour }) => behaviour);
  });

  /** The contents and places that a path was ever told with, each once. */
  const toldOf = (path: string): string[] => {
    const told = written.filter((event) => event.path === path);
    return [...new Set(told.map(({ content, storage }) => `${content} ${storage}`))].sort();
  };
  const execOf = (argument: string): Partial<Exec> => {
    const found = execs.filter(({ argv }) => argv.at(-1) === argument);
    assert.equal(found.length, 1, `executed with ${argument}`);
    const { storage, script, elevated } = found[0] ?? {};
    return {
      ...(storage === undefined ? {} : { storage }),
      ...(script === undefined ? {} : { script }),
      ...(elevated === undefined ? {} : { elevated }),
    };
  };

  for (const [path, content] of [
    ["/out/elf", "elf"],
    ["/out/elf-in-pieces", "elf"],
    ["/out/elf-writev", "elf"],
    ["/out/elf-behind-nothing", "elf"],
    ["/out/elf-pwrite-last", "elf"],
    ["/out/script", "script"],
    ["/out/gzip.gz", "archive"],
    ["/out/tar.tar", "archive"],
    ["/out/ar.deb", "archive"],
    ["/out/zip.zip", "archive"],
    ["/out/utf8", "text"],
    ["/out/short", "text"],
    ["/out/binary", "other"],
    ["/out/rewritten", "elf"],
    ["/out/cut-and-rewritten", "text"],
    ["/out/copied-by-cp", "elf"],
    ["/out/sent", "elf"],
    ["/out/by-redirection", "text"],
    ["/out/empty-by-touch", "empty"],
    ["/out/empty-by-redirection", "empty"],
    ["/out/left-open", "script"],
    ["/out/left-open-by-thread", "script"],
    ["/out/closed-by-range", "script"],
    ["/out/closed-by-exec", "script"],
    ["/out/new-name", "script"],
  ] as const) {
    test(`${path} is told of with what was written to it`, () => {
      assert.deepEqual(toldOf(path), [`${content} upper`]);
    });
  }

  test("a file whose beginning was not seen is of unknown content, never of a wrong one", () => {
    assert.deepEqual(toldOf("/etc/motd"), ["unknown upper"]);
    assert.deepEqual(toldOf("/out/mapped"), ["unknown upper"]);
    assert.deepEqual(toldOf("/out/only-the-end"), ["unknown upper"]);
    assert.deepEqual(toldOf("/out/cut-and-continued"), ["unknown upper"]);
  });

  test("what is appended leaves the class that was known", () => {
    assert.deepEqual(toldOf("/out/appended"), ["script upper"]);
  });

  test("every place is told apart", () => {
    assert.deepEqual(toldOf("/volume/script"), ["script volume"]);
    assert.deepEqual(toldOf("/memory/script"), ["script tmpfs"]);
    assert.deepEqual(toldOf("memfd:made"), ["elf memory"]);
    assert.deepEqual(toldOf("memfd:dropped"), ["elf memory"]); // closed by its own execution
    assert.deepEqual(toldOf("/memory/linked"), ["script tmpfs"]);
    assert.deepEqual(
      toldOf("/dev/shm/script"),
      ["script tmpfs"],
      "shared memory is a file system in memory",
    );
    assert.ok(written.some(({ path, storage }) => path?.endsWith("/comm") && storage === "proc"));
  });

  test("what is only read is not told of", () => {
    assert.deepEqual(toldOf("/etc/passwd"), []);
    assert.deepEqual(toldOf("/etc/hostname"), []);
  });

  test("a file may be executed by someone, or by nobody", () => {
    const executable = (path: string) => written.find((event) => event.path === path)?.executable;
    assert.equal(executable("/out/short"), false);
    assert.equal(executable("/out/script"), true);
  });

  test("an executable that is not the image's is told by where it lies", () => {
    assert.deepEqual(execOf("from-image"), { storage: "image" });
    assert.deepEqual(execOf("from-upper"), { storage: "upper" });
    assert.deepEqual(execOf("from-volume"), { storage: "volume" });
    assert.deepEqual(execOf("from-tmpfs"), { storage: "tmpfs" });
    assert.deepEqual(execOf("from-memory"), { storage: "memory" });
    assert.deepEqual(execOf("from-dropped"), { storage: "memory" });
    assert.deepEqual(execOf("from-deleted"), { storage: "deleted" });
  });

  test("a script is told by where it lies, not its interpreter", () => {
    assert.deepEqual(execOf("script-upper"), { storage: "image", script: "upper" });
    assert.deepEqual(execOf("script-link"), { storage: "image", script: "tmpfs" });
    assert.deepEqual(execOf("script-descriptor"), { storage: "image", script: "upper" });
    assert.deepEqual(execOf("script-relative"), { storage: "image", script: "volume" });
    assert.deepEqual(execOf("script-read"), { storage: "image" });
  });

  test("a program that its file gave more rights is told from one that merely has them", () => {
    assert.deepEqual(execOf("set-user-id"), { storage: "upper", elevated: true });
    assert.deepEqual(execOf("set-group-id"), { storage: "upper", elevated: true });
    assert.deepEqual(execOf("file-capabilities"), { storage: "upper", elevated: true });
    assert.deepEqual(execOf("other-effective-user"), { storage: "upper" });
    assert.deepEqual(execOf("root-again"), { storage: "upper" });
  });
});
