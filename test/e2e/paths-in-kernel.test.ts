/**
 * The functions of bpf/path/ one by one, in the kernel: texts are made up, and what takes real
 * directories looks them up in this process, which has just been there.
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { live } from "./harness/live.js";
import { HOW, PathFunctions } from "./harness/path-cases.js";

describe("the text of a path, in the kernel", live, () => {
  let kernel: PathFunctions;
  before(() => {
    kernel = new PathFunctions();
  });
  after(() => {
    kernel.close();
  });

  const NAMES: readonly (readonly [asked: string, names: string])[] = [
    ["", ""],
    ["/", ""],
    ["a", "a!"],
    ["/a/b", "a|b!"],
    ["//a///b//", "a|b!"],
    ["./a/../b", ".|a|..|b!"],
    ["..", "..!"],
    ["...", "...!"],
    ["a b\n/\u00e9", "a b\n|\u00c3\u00a9!"],
    ["x (deleted)", "x (deleted)!"],
    [`${"n".repeat(255)}/a`, `${"n".repeat(255)}|a!`],
  ];
  for (const [asked, names] of NAMES) {
    it(`has these names: ${JSON.stringify(asked.slice(0, 20))}`, () => {
      const taken = kernel.takeNames(asked);
      assert.deepEqual([taken.names.join(""), taken.length], [names, 0]);
    });
  }

  it("has no name of more than 255 bytes", () => {
    const taken = kernel.takeNames(`a/${"n".repeat(256)}/b`);
    assert.deepEqual(taken, { names: ["a|"], length: 256, how: 0 });
  });

  it("may be as long as the kernel takes it, and ends there", () => {
    const longest = `${"a/".repeat(2047)}a`;
    assert.equal(kernel.takeNames(longest).names.length, 2048);
    // Without a NUL at its end.
    assert.equal(kernel.takeNames(Buffer.from(`${longest}/`)).names.length, 2048);
    assert.equal(kernel.takeNames("/".repeat(4095)).names.length, 0);
  });

  it("follows a link at its end where a slash is behind it, unless an entry is asked for", () => {
    assert.equal(kernel.takeNames("a/b").how, 0);
    assert.equal(kernel.takeNames("a/b/").how, HOW.follow);
    assert.equal(kernel.takeNames("a/b//", HOW.entry).how, HOW.entry);
  });

  it("goes on behind a link with what is left", () => {
    const behind = { at: "link/".length };
    assert.deepEqual(kernel.followText("link/a/b", "x/y", behind), left("x/y/a/b"));
    assert.deepEqual(kernel.followText("link/a", "/", behind), left("//a"));
    const end = { at: "link".length, last: true };
    assert.deepEqual(kernel.followText("link", "../x", end), left("../x"));
    assert.deepEqual(kernel.followText("link", "x/", end), left("x/"));
  });

  it("ends where a link is empty, too long, or one too many", () => {
    const refused = { text: "a", followed: false };
    const behind = { at: "link/".length };
    assert.deepEqual(kernel.followText("link/a", "", behind), refused);
    assert.deepEqual(kernel.followText("link/a", "x".repeat(4095), behind), refused);
    assert.deepEqual(kernel.followText("link/a", "x", { ...behind, links: 40 }), refused);
    assert.deepEqual(kernel.followText("link/a", "x", { ...behind, links: 39 }), left("x/a"));
    const longest = "x".repeat(4094);
    assert.deepEqual(kernel.followText("link/a", longest, behind), left(`${longest}/a`));
    // What earlier links have put there takes the room.
    assert.equal(kernel.followText("", "xyz", { at: -4094 }).followed, false);
  });
});

function left(text: string) {
  return { text, followed: true };
}
