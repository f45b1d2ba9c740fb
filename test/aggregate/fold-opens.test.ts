/** What becomes of files and other names that were opened. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { foldBaselines } from "../../src/aggregate/fold.js";
import {
  EVIDENCE,
  baselineOf,
  baselineOfBehaviours,
  container,
  exec,
  fact,
  open,
  paths,
  recording,
} from "./samples.js";

test("an open counts by its access, and only when it found a file", () => {
  const baseline = baselineOfBehaviours(
    open("/read"),
    open("/path", { access: "path" }),
    open("/written", { access: "write" }),
    open("/both", { access: "read-write" }),
    open("/dev/null", { type: "character-device", access: "write" }),
    open(null, { ret: -2, type: null, asked: "/failed" }),
    open("/failed", { ret: -13 }),
    open("/directory", { type: "directory" }),
    open("/fifo", { type: "fifo" }),
    open("/socket", { type: "socket", access: "path" }),
    open("pipe:[123]", { type: "fifo", storage: "memory" }),
    open("anon_inode:[eventfd]", { type: null }),
    open("/memfd:x", { storage: "memory" }),
    open(null),
  );
  assert.deepEqual(paths(baseline.filesRead), ["/both", "/path", "/read"]);
  assert.deepEqual(paths(baseline.filesWritten), ["/both", "/dev/null", "/written"]);
  assert.deepEqual(baseline.filesRead[0], { path: "/both", ...EVIDENCE });
  assert.deepEqual(paths(baseline.otherOpens), ["/directory", "/fifo", "/memfd:x", "/socket"]);
});

test("what is no file with a place is listed by the name that was asked for", () => {
  const log = { name: "/var/log/nginx/error.log", access: "write" } as const;
  const memory = { type: "file", storage: "memory" } as const;
  const { otherOpens, filesRead, filesWritten, completeness } = baselineOf([
    fact(exec("/bin/sh")),
    fact(open("", { ...log, type: "fifo", storage: "memory" })),
    fact(open("/run/pipe", { type: "fifo", access: "read-write" })),
    fact(open("/run/socket", { type: "socket", access: "path" })),
    fact(open("memfd:x", { ...memory, name: "/proc/12/fd/3" })),
    fact(open("memfd:x", { ...memory, name: "/proc/13/fd/3", access: "write" })),
    fact(open("pipe:[7]", { name: "pipe:[7]", type: "fifo", storage: "memory" })),
    fact(open("/tmp/#", { name: "/tmp", access: "write", storage: "deleted" })),
    fact(open("/dev/null", { type: "character-device", access: "write" })),
  ]);
  assert.deepEqual(
    otherOpens.map(({ path, rule, types, access }) => [path, rule, types, access]),
    [
      ["/proc/*/fd/3", "proc-pid", ["memory"], ["read", "write"]],
      ["/run/pipe", undefined, ["fifo"], ["read", "write"]],
      ["/run/socket", undefined, ["socket"], ["read"]],
      ["/var/log/nginx/error.log", undefined, ["fifo"], ["write"]],
    ],
  );
  assert.deepEqual(otherOpens[3], {
    path: log.name,
    types: ["fifo"],
    access: ["write"],
    ...EVIDENCE,
  });
  assert.deepEqual(paths(filesRead), []);
  assert.deepEqual(
    filesWritten.map(({ path, openedAs }) => [path, openedAs]),
    [
      ["/dev/null", undefined],
      ["/tmp/#", ["/tmp"]],
    ],
  );
  assert.equal(completeness.state, "complete");
});

test("a folder is listed where it was not asked for as one, on each architecture", () => {
  const [x86, arm] = [0o200000, 0o40000];
  const folders = [0, x86, arm].map((flags) =>
    fact(open(`/folder-${flags.toString(8)}`, { type: "directory", flags })),
  );
  const listed = (architecture: string): string[] => {
    const [baseline] = foldBaselines([recording({ architecture })], [container()], folders);
    return paths(baseline?.otherOpens ?? []);
  };
  assert.deepEqual(listed("x86_64"), ["/folder-0", "/folder-40000"]);
  assert.deepEqual(listed("aarch64"), ["/folder-0", "/folder-200000"]);
});

test("descriptors that are opened by their names become one name when there are many", () => {
  const fds = (folder: string) =>
    Array.from({ length: 16 }, (_, fd) =>
      open("", { name: `${folder}/${String(fd)}`, type: "fifo", storage: "memory" }),
    );
  const { otherOpens } = baselineOfBehaviours(...fds("/dev/fd"), ...fds("/proc/self/fd"));
  assert.deepEqual(paths(otherOpens), ["/dev/fd/*", "/proc/self/fd/*"]);
});

test("a file opened through a link keeps the names that were asked for", () => {
  const names = ["/var/run/x", "/run/x", null, "/a"];
  const { filesRead } = baselineOfBehaviours(...names.map((name) => open("/run/x", { name })));
  assert.deepEqual(filesRead, [
    { path: "/run/x", openedAs: ["/a", "/var/run/x"], ...EVIDENCE, count: 4 },
  ]);
});
