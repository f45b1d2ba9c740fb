import assert from "node:assert/strict";
import { test } from "node:test";
import { change, file, otherOpen, program } from "../../emit/sample-baseline.js";
import { view } from "./sample-view.js";

test("what was opened and is no file has a section of its own, where there is any", () => {
  const otherOpens = [
    otherOpen("/var/log/error.log", { by: ["/usr/sbin/nginx"] }),
    otherOpen("/var/lib/data", { types: ["directory"], access: ["read"] }),
    otherOpen("/proc/*/fd/3", { types: ["memory"], access: ["read", "write"] }),
  ];
  const text = view({ otherOpens });
  assert.match(text, /^OPENED 3 names of pipes, folders and the like$/m);
  assert.match(text, /\/var\/log\/error\.log +1\/3 {2}pipe, written$/m);
  assert.match(text, /\/var\/lib\/data +1\/3 {2}folder, read {2}by \/bin\/sh$/m);
  assert.match(text, /\/proc\/\*\/fd\/3 +1\/3 {2}memory, read and written {2}by/m);
  assert.doesNotMatch(view(), /OPENED/);
});

test("an executable that is not the image's stands out, and shows its other names", () => {
  const executables = [
    program("/bin/busybox", { invokedAs: ["/bin/busybox", "/bin/sh", "ls"] }),
    program("/tmp/x", { storage: ["image", "upper"] }),
  ];
  const text = view({ executables });
  assert.match(text, /\/bin\/busybox .* as \/bin\/sh ls$/m);
  assert.match(text, /\/tmp\/x .* NOT IN THE IMAGE: upper$/m);
});

test("a search along PATH is no refusal, and told where it found nothing at all", () => {
  const missing = (path: string) => ({ ...file(path), error: "ENOENT" });
  const executables = [program("/bin/busybox", { invokedAs: ["/usr/bin/cat"] })];
  const refused = {
    executables: ["/usr/local/bin/cat", "/usr/bin/gone", "/bin/gone"].map(missing),
    syscalls: [],
  };
  const text = view({ executables, refused });
  assert.match(text, /^LOOKED IN VAIN for 1 program\n {2}gone: \/usr\/bin\/gone \/bin\/gone$/m);
  assert.doesNotMatch(text, /TRIED|local/);
});

test("programs that the image doesn't hold are the first thing one reads", () => {
  const text = view({
    executables: [
      program("/tmp/x", { storage: ["upper"] }),
      program("/bin/sh", { scripts: ["volume"] }),
      program("/usr/bin/python3.11", { interprets: [{ path: "/data/a.py", storage: ["volume"] }] }),
    ],
    filesWritten: [
      file("/tmp/x", { contents: ["elf"], executable: true }),
      file("/tmp/notes.sh", { contents: ["script"] }),
      file("/tmp/copied", { contents: ["unknown"], executable: true }),
    ],
    changes: [
      change("chmod", "/tmp/x", { modes: ["0755"] }),
      change("chmod", "/var/data", { modes: ["0755"] }),
    ],
  });
  assert.match(text, /^! 2 programs NOT IN THE IMAGE ran$/m);
  assert.match(text, /^! 1 script NOT IN THE IMAGE was run by an interpreter$/m);
  assert.match(text, /^! 2 programs WRITTEN$/m);
  assert.match(text, /^! 1 file MADE EXECUTABLE after being written$/m);
  assert.match(text, /^! \/tmp\/copied .* PROGRAM \(contents not seen\)$/m);
  assert.match(text, /\/bin\/sh .* its script NOT IN THE IMAGE: volume$/m);
  assert.match(text, /^ {6}ran \/data\/a\.py, NOT IN THE IMAGE: volume$/m);
  assert.match(text, /^! \/tmp\/x .* PROGRAM \(elf\)$/m);
  assert.match(text, /^ {2}\/tmp\/notes\.sh .* {2}script$/m);
  assert.match(text, /^! \/tmp\/x .* MADE EXECUTABLE {2}0755$/m);
  assert.match(text, /^ {2}\/var\/data .* 0755$/m);
  assert.doesNotMatch(view(), /^!/m);
});

test("changes are grouped, and those that only failed are a group of their own", () => {
  const changes = [
    change("chown", "/a", { owners: ["33:"] }),
    change("mkdir", "/cache", { modes: ["0700"] }),
    change("rename", "/run/a.tmp", { to: "/run/a" }),
    change("symlink", "/l", { texts: ["/target"] }),
    change("unlink", "/gone", { results: ["ENOENT", "done"] }),
    change("mkdir", "/var", { modes: ["0777"], results: ["EEXIST"] }),
    change("unlink", "/never", { results: ["ENOENT"] }),
  ];
  const text = view({ changes });
  const section = text.slice(text.indexOf("CHANGED"), text.indexOf("READ"));
  assert.deepEqual(
    section.split("\n").map((line) => line.replace(/ {2,}/gu, "  ").replace(/ {2}by .*/u, "")),
    [
      "CHANGED 5 files, all by /bin/sh",
      " created",
      "  /cache  1/3  mkdir  0700",
      "  /l  1/3  symlink  /target",
      " renamed",
      "  /run/a.tmp → /run/a  1/3",
      " removed",
      "  /gone  1/3  also ENOENT",
      " permissions",
      "  /a  1/3  owner 33:",
      " tried in vain",
      "  /var  1/3  mkdir  0777  EEXIST",
      "  /never  1/3  unlink  ENOENT",
      "",
      "",
    ],
  );
  assert.match(
    view({ changes }, { limit: 1 }),
    / created\n[^\n]*\n {2}… and 1 more[^\n]*\n renamed\n {2}\/run/,
  );
  const failed = [change("mkdir", "/var", { results: ["EEXIST"] })];
  assert.match(view({ changes: failed }), /^CHANGED nothing\n tried in vain\n {2}\/var /m);
});
