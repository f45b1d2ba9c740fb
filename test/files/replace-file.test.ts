import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { writeOutput } from "../../src/files/replace-file.js";
import { CxrayError } from "../../src/model/errors.js";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "cxray-write-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function modeOf(path: string): number {
  return fs.statSync(path).mode & 0o777;
}

function isUnwritable(error: unknown): boolean {
  return error instanceof CxrayError && error.code === "unwritable-output";
}

test("a new file can be read by all, and by its owner alone when it holds secrets", () => {
  writeOutput(join(folder, "rules"), "text");
  writeOutput(join(folder, "log"), "text", { secret: true });
  assert.equal(modeOf(join(folder, "rules")), 0o644);
  assert.equal(modeOf(join(folder, "log")), 0o600);
});

test("an existing file keeps its mode and gets the whole new text", () => {
  const path = join(folder, "file");
  fs.writeFileSync(path, "a longer old text", { mode: 0o640 });
  writeOutput(path, "new");
  assert.equal(fs.readFileSync(path, "utf8"), "new");
  assert.equal(modeOf(path), 0o640);
});

test("a long text in many parts arrives whole, in order", () => {
  const parts = Array.from({ length: 5000 }, (_, at) => `${at} ${"ü".repeat(300)}\n`);
  writeOutput(join(folder, "file"), parts);
  assert.equal(fs.readFileSync(join(folder, "file"), "utf8"), parts.join(""));
});

test("a failure while the text is made leaves the old file, and nothing beside it", () => {
  const path = join(folder, "file");
  fs.writeFileSync(path, "old");
  function* parts(): Generator<string> {
    yield "x".repeat(3 << 20);
    throw new RangeError("the maker's own");
  }
  assert.throws(() => writeOutput(path, parts()), RangeError);
  assert.equal(fs.readFileSync(path, "utf8"), "old");
  assert.deepEqual(fs.readdirSync(folder), ["file"]);
});

test("a link is neither followed nor replaced", () => {
  const target = join(folder, "target");
  fs.writeFileSync(target, "old");
  fs.symlinkSync(target, join(folder, "link"));
  fs.symlinkSync(join(folder, "nowhere"), join(folder, "dangling"));
  for (const name of ["link", "dangling"]) {
    assert.throws(() => writeOutput(join(folder, name), "new"), isUnwritable);
    assert.ok(fs.lstatSync(join(folder, name)).isSymbolicLink());
  }
  assert.equal(fs.readFileSync(target, "utf8"), "old");
  assert.ok(!fs.existsSync(join(folder, "nowhere")));
});

test("a secret never keeps the mode, and no stranger's owner, of what was there", () => {
  const path = join(folder, "log");
  fs.writeFileSync(path, "old");
  fs.chmodSync(path, 0o666);
  writeOutput(path, "new", { secret: true });
  assert.equal(modeOf(path), 0o600);
  if (process.getuid?.() !== 0) return;
  fs.chownSync(path, 65534, 65534);
  for (const secret of [true, false]) {
    assert.throws(() => writeOutput(path, "more", { secret }), isUnwritable);
  }
  assert.equal(fs.readFileSync(path, "utf8"), "new");
  process.env["SUDO_UID"] = "65534";
  writeOutput(path, "for who called sudo", { secret: true });
  delete process.env["SUDO_UID"];
  assert.equal(fs.statSync(path).uid, 65534);
  assert.equal(modeOf(path), 0o600);
});

test("a pipe without a reader is an error, not a wait; one with a reader gets it all", async () => {
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  assert.throws(() => writeOutput(pipe, "text"), isUnwritable);
  const reader = spawn("wc", ["-c", pipe], { stdio: ["ignore", "pipe", "ignore"] });
  const said = reader.stdout.toArray();
  const text = "x".repeat(1 << 20);
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      writeOutput(pipe, text);
      break;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  assert.match(Buffer.concat(await said).toString(), /^1048576 /);
});

test("a link to a device is followed for cxray's own streams alone", () => {
  fs.symlinkSync("/dev/null", join(folder, "link"));
  assert.throws(() => writeOutput(join(folder, "link"), "text"), isUnwritable);
  const fd = fs.openSync("/dev/null", "w");
  writeOutput(`/dev/fd/${fd}`, "text");
  fs.closeSync(fd);
});

test("devices are written to, not replaced", () => {
  writeOutput("/dev/null", "text");
  assert.ok(fs.statSync("/dev/null").isCharacterDevice());
});

test("a folder, a missing folder and a file as a folder can't be written, and the path is named", () => {
  fs.writeFileSync(join(folder, "file"), "");
  for (const path of [folder, join(folder, "no/file"), join(folder, "file/below")]) {
    assert.throws(
      () => writeOutput(path, "text"),
      (error: unknown) => isUnwritable(error) && (error as CxrayError).message.includes(path),
    );
  }
});

test("why a file can't be written is said in words, and not of a file that nobody named", () => {
  const reason = (path: string): string => {
    try {
      writeOutput(path, "text");
    } catch (error) {
      return String(error).replace(path, "PATH").replace(folder, "FOLDER");
    }
    return "written";
  };
  const said = (words: string): string => `CxrayError: PATH can't be written: ${words}`;
  assert.equal(reason(join(folder, "no/file")), said("there is no directory FOLDER/no (ENOENT)"));
  assert.equal(reason(folder), said("it is a directory (EISDIR)"));
});

test("a name as long as a file system takes can be written", () => {
  const path = join(folder, "n".repeat(255));
  writeOutput(path, "text");
  assert.equal(fs.readFileSync(path, "utf8"), "text");
});
