/**
 * Where files lie, as bpf/path/ tells it in the kernel: in the image, in the writable layer, on what
 * was mounted. The container is an overlay that nothing runs in.
 */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { printedBy } from "./harness/command.js";
import { live } from "./harness/live.js";
import { flagNames, HOW, PathFunctions, type PathCase } from "./harness/path-cases.js";
import { temporaryFolder } from "./harness/temporary.js";

describe("where a file lies, in the kernel", live, () => {
  const mounts: string[] = [];
  let kernel: PathFunctions;
  let root = -1;
  // Before the folder's own hook, which can't remove what is mounted.
  after(async () => {
    fs.closeSync(root);
    kernel.close();
    for (const place of mounts.reverse()) await printedBy("umount", ["--lazy", place]);
  });
  const folder = temporaryFolder();
  const container = join(folder, "container");

  const mount = async (place: string, ...options: string[]) => {
    fs.mkdirSync(place, { recursive: true });
    await printedBy("mount", [...options, place]);
    mounts.push(place);
  };
  /** What is said of a name besides its path, to a container whose root directory this is. */
  const lies = (asked: string, given: PathCase = {}): string =>
    flagNames(kernel.find({ asked, root, folder: root, ...given }).flags).join(" ");
  const change = (name: string, doIt: (path: string) => void): string => {
    doIt(join(container, name));
    return name;
  };

  before(async () => {
    kernel = new PathFunctions();
    // An overlay takes no other one for its writable layer.
    await mount(join(folder, "layers"), "-t", "tmpfs", "none");
    const layer = (name: string) => join(folder, "layers", name);
    for (const name of ["image", "upper", "work"]) fs.mkdirSync(layer(name));
    for (const name of ["kept", "written", "removed"]) {
      fs.writeFileSync(join(layer("image"), name), "x");
    }
    fs.mkdirSync(join(layer("image"), "folder"));
    const layers = `lowerdir=${layer("image")},upperdir=${layer("upper")},workdir=${layer("work")}`;
    await mount(container, "-t", "overlay", "overlay", "-o", layers);
    root = fs.openSync(container, "r");
  });

  it("is the image while nobody has changed it, and the writable layer then", () => {
    fs.statSync(join(container, "kept"));
    assert.equal(lies("kept"), "");
    assert.equal(lies("folder"), "");
    fs.statSync(join(container, "written"));
    assert.equal(lies("written"), "");
    assert.equal(
      lies(
        change("written", (path) => {
          fs.writeFileSync(path, "y");
        }),
      ),
      "upper",
    );
    assert.equal(
      lies(
        change("made", (path) => {
          fs.writeFileSync(path, "y");
        }),
      ),
      "upper",
    );
    assert.equal(
      lies(
        change("folder/made", (path) => {
          fs.mkdirSync(path);
        }),
      ),
      "upper",
    );
  });

  it("was the image of what is gone, where something had to be left to cover it", () => {
    const gone = { how: HOW.entry | HOW.gone };
    assert.equal(lies(change("removed", fs.unlinkSync), gone), "");
    const own = change("own", (path) => {
      fs.writeFileSync(path, "");
      fs.unlinkSync(path);
    });
    assert.equal(lies(own, gone), "upper");
  });

  it("is the mount that is there, by what kind of file system it is", async () => {
    await mount(join(container, "tmpfs"), "-t", "tmpfs", "none");
    await mount(join(container, "proc"), "-t", "proc", "none");
    await mount(join(container, "sys"), "-t", "sysfs", "none");
    await mount(join(container, "volume"), "-o", "bind,ro", "/etc");
    for (const name of ["tmpfs", "proc/self/status", "sys/kernel", "volume/passwd"]) {
      fs.statSync(join(container, name));
    }
    assert.equal(lies("tmpfs"), "tmpfs");
    assert.equal(lies("proc/self/status"), "proc");
    assert.equal(lies("sys/kernel"), "sys");
    assert.equal(lies("volume/passwd"), "volume");
  });

  it("is the image in a bundle without layers, but not on another part of its file system", async () => {
    const bundle = join(folder, "bundle");
    for (const name of ["layers/rootfs/bin", "layers/rootfs/volume", "layers/data/file"]) {
      fs.mkdirSync(join(folder, name), { recursive: true });
    }
    await mount(bundle, "--bind", join(folder, "layers/rootfs"));
    await mount(join(bundle, "volume"), "--bind", join(folder, "layers/data"));
    const its = fs.openSync(bundle, "r");
    assert.equal(lies("bin", { root: its, folder: its }), "");
    assert.equal(lies("volume/file", { root: its, folder: its }), "volume");
    fs.closeSync(its);
  });
});
