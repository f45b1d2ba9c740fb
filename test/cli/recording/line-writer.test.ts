import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { openLineWriter } from "../../../src/cli/recording/line-writer.js";
import { CxrayError } from "../../../src/model/errors.js";
import { temporaryFolder } from "../../store/samples.js";

const isUnwritable = (error: unknown): boolean =>
  error instanceof CxrayError && error.code === "unwritable-output";

test("a log is readable for its owner alone, and every line is in it", async (t) => {
  const file = join(temporaryFolder(t), "log.json");
  const mask = process.umask(0);
  const writer = openLineWriter(file);
  process.umask(mask);
  const lines = Array.from({ length: 5000 }, (_, index) => `line ${String(index)} é\n`);
  for (const line of lines) writer.add(line);
  await writer.close();
  assert.equal(readFileSync(file, "utf8"), lines.join(""));
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

test("lines are in the file soon, not only at the end", async (t) => {
  const file = join(temporaryFolder(t), "log.json");
  const writer = openLineWriter(file);
  writer.add("first\n");
  await nextTurn();
  assert.equal(readFileSync(file, "utf8"), "first\n");
  writer.add("second\n");
  await nextTurn();
  assert.equal(readFileSync(file, "utf8"), "first\nsecond\n");
  await writer.close();
});

test("a log that is there is continued", async (t) => {
  const file = join(temporaryFolder(t), "log.json");
  writeFileSync(file, "before\n", { mode: 0o600 });
  const writer = openLineWriter(file);
  writer.add("after\n");
  await writer.close();
  assert.equal(readFileSync(file, "utf8"), "before\nafter\n");
});

test("a link in the log's place is not followed", (t) => {
  const folder = temporaryFolder(t);
  const precious = join(folder, "precious");
  writeFileSync(precious, "untouched");
  symlinkSync(precious, join(folder, "log.json"));
  assert.throws(() => openLineWriter(join(folder, "log.json")), isUnwritable);
  assert.equal(readFileSync(precious, "utf8"), "untouched");
});

test("a log that was planted is not continued: another's, one others may read, a pipe", (t) => {
  const file = join(temporaryFolder(t), "log.json");
  writeFileSync(file, "");
  for (const mode of [0o666, 0o644, 0o620]) {
    chmodSync(file, mode);
    assert.throws(() => openLineWriter(file), isUnwritable);
  }
  chmodSync(file, 0o600);
  if (process.getuid?.() === 0) {
    chownSync(file, 65534, 65534);
    assert.throws(() => openLineWriter(file), isUnwritable);
  }
  const pipe = join(temporaryFolder(t), "pipe");
  execFileSync("mkfifo", [pipe]);
  assert.throws(() => openLineWriter(pipe), isUnwritable);
});

test("a log that can't be opened is named", (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, "taken"));
  assert.throws(() => openLineWriter(join(folder, "taken")), isUnwritable);
  assert.throws(() => openLineWriter(join(folder, "missing", "log")), /missing.*ENOENT/);
});

test("a log that is no longer in its place, or was cut, is noticed at once and at the end", async (t) => {
  const changes: readonly [RegExp, (file: string) => void][] = [
    [/log\.json was removed/u, rmSync],
    [
      /log\.json was replaced/u,
      (file) => {
        renameSync(file, `${file}.1`);
        writeFileSync(file, "", { mode: 0o600 });
      },
    ],
    [/log\.json was cut/u, truncateSync],
  ];
  for (const [message, change] of changes) {
    const file = join(temporaryFolder(t), "log.json");
    writeFileSync(file, "before\n", { mode: 0o600 });
    const writer = openLineWriter(file);
    writer.add("line\n");
    await nextTurn();
    writer.check();
    change(file);
    assert.throws(() => {
      writer.check();
    }, message);
    await assert.rejects(writer.close(), message);
    await writer.close();
  }
});

test("a full disk reaches whoever adds the next line, or closes", async () => {
  const writer = openLineWriter("/dev/full");
  writer.add("lost\n");
  await nextTurn();
  assert.throws(() => {
    writer.add("next\n");
  }, isUnwritable);
  await assert.rejects(writer.close(), isUnwritable);

  const closed = openLineWriter("/dev/full");
  closed.add("lost\n");
  await assert.rejects(closed.close(), isUnwritable);
});
