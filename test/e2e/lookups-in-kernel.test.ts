/**
 * What names stand for, looked up by bpf/path/ in the kernel's cache of names: real directories,
 * links and mounts. This process goes there first, as a system call does before it is recorded.
 */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { printedBy, runCommand } from "./harness/command.js";
import { live } from "./harness/live.js";
import { AT_FDCWD, flagNames, HOW, PathFunctions, type PathCase } from "./harness/path-cases.js";
import { temporaryFolder } from "./harness/temporary.js";

/** The flags that tell of the path; where the file lies depends on the machine. */
const WHERE = ["truncated", "deleted", "detached", "links"];

const ENOENT = -2;

describe("a lookup in the kernel", live, () => {
  let kernel: PathFunctions;
  let root = -1;
  // Before the folder's own hook, which can't remove paths that are too long to name.
  after(async () => {
    fs.closeSync(root);
    kernel.close();
    await printedBy("sh", ["-c", 'rm -rf "$0"/*', folder]);
  });
  const folder = temporaryFolder();
  before(() => {
    kernel = new PathFunctions();
    root = fs.openSync(folder, "r");
    fs.mkdirSync(join(folder, "d/e"), { recursive: true });
    fs.writeFileSync(join(folder, "d/e/file"), "");
  });

  /** What a name stands for to whom `folder` is the root directory: "found /d/e", and its flags. */
  const find = (asked: string | Buffer, given: PathCase = {}): string => {
    const { result, path, flags } = kernel.find({ asked, root, folder: root, ...given });
    const said = flagNames(flags).filter((name) => WHERE.includes(name));
    return [result, result === "unknown" ? "" : path, ...said].filter(Boolean).join(" ");
  };
  const link = (name: string, text: string): void => {
    fs.symlinkSync(text, join(folder, name));
    fs.readlinkSync(join(folder, name));
  };

  it("takes absolute names, and those that start at a descriptor or where it works", () => {
    assert.equal(find(`${folder}/d/e/file`), "found /d/e/file");
    assert.equal(find("d/e"), "found /d/e");
    const start = fs.openSync(join(folder, "d"), "r");
    assert.equal(find("e/file", { folder: start }), "found /d/e/file");
    assert.equal(find("", { folder: start, how: HOW.fd }), "found /d");
    fs.closeSync(start);
    assert.match(find("x", { folder: 9999 }), /^unknown links$/);
    const before = process.cwd();
    process.chdir(join(folder, "d/e"));
    assert.equal(find("file", { folder: AT_FDCWD }), "found /d/e/file");
    process.chdir(before);
  });

  it("goes through `.`, `..` and slashes, and no higher than the root of the process", () => {
    for (const name of ["d/./e", "./d//e/.", "d/e/../e", "d/e/..//../d/e/", "../x/d/e"]) {
      const asked = name.replace("x", folder.split("/").at(-1) ?? "");
      assert.equal(find(asked), "found /d/e", asked);
    }
    const up = "../".repeat(20);
    assert.equal(find(`${up}${folder.slice(1)}/d`), "found /d");
  });

  it("tells names apart by each of their bytes, up to 255 of them", () => {
    fs.mkdirSync(join(folder, "names"));
    for (const length of [1, 7, 8, 9, 15, 16, 17, 254, 255]) {
      for (const name of siblings(length)) fs.writeFileSync(join(folder, "names", name), "");
      for (const name of siblings(length)) {
        assert.equal(find(`names/${name}`), `found /names/${name}`);
        assert.equal(find(`names/${name}`, { how: HOW.entry }), `named /names/${name}`);
      }
      // None of these is there, though a part of it is.
      assert.equal(find(`names/${"z".repeat(length)}/x`), "unknown links");
    }
  });

  it("keeps bytes that are no text, and names that look like the kernel's own words", () => {
    for (const name of ["a\nb", "x (deleted)", "\u0001\"'\\", " ", "..."]) {
      fs.writeFileSync(join(folder, name), "");
      assert.equal(find(name), `found /${name}`);
    }
    const bytes = Buffer.from([0xff, 0xfe, 0x80]);
    fs.writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), bytes]), "");
    assert.equal(find(bytes), find(bytes, { how: HOW.entry }).replace("named", "found"));
  });

  it("follows links: relative, absolute, through others, at the end only where it is asked to", () => {
    link("relative", "d/../d/e");
    link("absolute", `${folder}/d`);
    link("through", "relative/../../absolute/e");
    link("d/up", "../relative");
    for (const name of ["relative/file", "absolute/e/file", "through/file", "d/up/file"]) {
      assert.equal(find(name), "found /d/e/file", name);
    }
    assert.equal(find("through"), "found /through");
    assert.equal(find("through", { how: HOW.follow }), "found /d/e");
    assert.equal(find("through/"), "found /d/e");
    assert.equal(find("through", { how: HOW.entry }), "named /through");
  });

  it("follows as many links as the kernel, and no more", () => {
    fs.mkdirSync(join(folder, "chain"));
    link("chain/0", "../d");
    for (let count = 1; count <= 40; count++) link(`chain/${String(count)}`, String(count - 1));
    fs.statSync(join(folder, "chain/39"));
    assert.throws(() => fs.statSync(join(folder, "chain/40")), { code: "ELOOP" });
    assert.equal(find("chain/39", { how: HOW.follow }), "found /d");
    assert.equal(find("chain/40", { how: HOW.follow }), "unknown links");
    link("loop", "loop");
    assert.equal(find("loop", { how: HOW.follow }), "unknown links");
  });

  it("names what is not there, but not what is in a directory that is not there", () => {
    assert.equal(fs.existsSync(join(folder, "d/none")), false);
    assert.equal(find("d/none", { how: HOW.entry }), "named /d/none");
    assert.equal(find("d/none", { how: HOW.follow, ret: ENOENT }), "named /d/none");
    // The call went well: it was a link, and the cache has forgotten it.
    assert.equal(find("d/none", { how: HOW.follow }), "unknown links");
    assert.equal(find("d/none/x"), "unknown links");
    fs.writeFileSync(join(folder, "gone"), "");
    fs.unlinkSync(join(folder, "gone"));
    assert.equal(find("gone", { how: HOW.entry | HOW.gone }), "named /gone");
  });

  it("says of an open file that it has no name any more", () => {
    for (const name of ["removed", "removed (deleted)"]) {
      const file = fs.openSync(join(folder, name), "w");
      assert.equal(find("", { folder: file, how: HOW.fd }), `found /${name}`);
      fs.unlinkSync(join(folder, name));
      assert.equal(find("", { folder: file, how: HOW.fd }), `found /${name} deleted`);
      // Nor is it what the name stands for.
      assert.equal(find(name, { how: HOW.entry }), `named /${name}`);
      fs.closeSync(file);
    }
  });

  it("says of a file that is in no directory what the kernel calls it", () => {
    const numbers = fs.readdirSync("/proc/self/fd");
    const poll = numbers.find((each) => whatIs(each) === "anon_inode:[eventpoll]");
    assert.ok(poll !== undefined);
    assert.equal(find("", { folder: Number(poll), how: HOW.fd }), "found [eventpoll] detached");
  });

  it("writes a path of 4,095 bytes whole, and the end of one that is longer", () => {
    const before = process.cwd();
    const deepest = dig(folder, 4095);
    const fd = fs.openSync(".", "r");
    assert.equal(deepest.length, 4095);
    assert.equal(find("", { folder: fd, how: HOW.fd }), `found ${deepest}`);
    for (let count = 0; count < 3; count++) enter("l".repeat(255));
    const deeper = fs.openSync(".", "r");
    const { path, flags } = kernel.find({ folder: deeper, root, how: HOW.fd });
    assert.ok(flagNames(flags).includes("truncated"));
    assert.ok(path.length > 4000 && `${deepest}${`/${"l".repeat(255)}`.repeat(3)}`.endsWith(path));
    for (const each of [fd, deeper]) fs.closeSync(each);
    process.chdir(before);
  });

  it("jumps where procfs does", () => {
    const start = fs.openSync(join(folder, "d"), "r");
    const before = process.cwd();
    process.chdir(join(folder, "d/e"));
    for (const name of [
      ...[
        "/proc/self/cwd/file",
        "/proc/thread-self/cwd/file",
        `/proc/${String(process.pid)}/cwd/file`,
      ],
      ...[`/proc/self/root${folder}/d/e/file`, `/proc/self/fd/${String(start)}/e/file`],
    ]) {
      fs.statSync(name);
      assert.equal(find(name), "found /d/e/file", name);
    }
    process.chdir(before);
    fs.closeSync(start);
    for (const none of [start, 9999]) {
      assert.equal(find(`/proc/self/fd/${String(none)}/x`), "unknown links");
    }
    const program = kernel.find({ asked: "/proc/self/exe", how: HOW.follow });
    assert.equal(program.path, fs.realpathSync(process.execPath));
  });

  it("goes into what is mounted, the topmost, and out again", async () => {
    const place = join(folder, "mounted");
    fs.mkdirSync(place);
    fs.writeFileSync(join(place, "below"), "");
    try {
      // The second one covers the first.
      for (const name of ["covered", "inside"]) {
        await printedBy("mount", ["-t", "tmpfs", "none", place]);
        fs.mkdirSync(join(place, name));
      }
      assert.equal(find("mounted/inside"), "found /mounted/inside");
      assert.equal(find("mounted/inside/../../d/e"), "found /d/e");
      assert.equal(find("mounted/inside/../.."), "found /");
      assert.equal(fs.existsSync(join(place, "below")), false);
      assert.equal(find("mounted/below", { how: HOW.entry }), "named /mounted/below");
      assert.equal(fs.existsSync(join(place, "covered")), false);
      assert.equal(find("mounted/covered/x"), "unknown links");
    } finally {
      for (const each of [place, place]) await runCommand("umount", [each]);
    }
    assert.equal(find("mounted/below"), "found /mounted/below");
  });
});

/** Names of so many bytes that differ in the first, the last, or one in the middle. */
function siblings(length: number): string[] {
  const at = [0, length >> 1, length - 1];
  const name = (place: number) => `${"n".repeat(place)}x${"n".repeat(length - place - 1)}`;
  return [...new Set(["n".repeat(length), ...at.map(name)])];
}

function whatIs(fd: string): string {
  try {
    return fs.readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return ""; // the one that the list was read through
  }
}

function enter(name: string): void {
  fs.mkdirSync(name);
  process.chdir(name);
}

/** Makes directories until the path has so many bytes below the root, and goes there. */
function dig(root: string, length: number): string {
  process.chdir(root);
  let path = "";
  while (path.length < length) {
    const left = length - path.length - 1;
    // A slash and one letter at least have to be left for the last one.
    const name = "p".repeat(left <= 99 ? left : Math.min(99, left - 2));
    enter(name);
    path += `/${name}`;
  }
  return path;
}
