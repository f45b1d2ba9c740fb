import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change, ChangedPath, Operation } from "../../../src/model/events/events.js";
import { changedPath } from "../../model/behaviours.js";
import { baselineOf, baselineOfBehaviours, exec, fact } from "../samples.js";

function change(operation: Operation, from: string | ChangedPath, more: Partial<Change> = {}) {
  const path = typeof from === "string" ? changedPath(from) : from;
  return { kind: "change", operation, from: path, ret: 0, ...more } as const;
}

test("one file changed in one way is one entry, with all that was seen of it", () => {
  const { changes } = baselineOfBehaviours(
    change("chmod", "/a", { mode: 0o100_644 }),
    change("chmod", "/a", { mode: 0o4755, ret: -1 }),
    change("chmod", changedPath("/a", { name: "/link/a", storage: "image" }), { mode: 0o644 }),
    change("chown", "/a", { uid: 33 }),
    change("chown", "/a", { uid: 33, gid: 0 }),
  );
  assert.deepEqual(
    changes.map(({ operation, path, askedAs, storage, modes, owners, results, count }) => ({
      operation,
      path,
      askedAs,
      storage,
      modes,
      owners,
      results,
      count,
    })),
    [
      {
        operation: "chmod",
        path: "/a",
        askedAs: ["/link/a"],
        storage: ["image", "upper"],
        modes: ["0644", "4755"],
        owners: undefined,
        results: ["EPERM", "done"],
        count: 3,
      },
      {
        operation: "chown",
        path: "/a",
        askedAs: undefined,
        storage: ["upper"],
        modes: undefined,
        owners: ["33:", "33:0"],
        results: ["done"],
        count: 2,
      },
    ],
  );
});

test("a rename has both of its ends, and the names that were asked for", () => {
  const { changes } = baselineOfBehaviours(
    change("rename", changedPath("/run/a", { name: "/var/run/a" }), {
      to: changedPath("/run/b", { name: "/var/run/b" }),
    }),
    change("rename", "/run/a", { to: changedPath("/run/c") }),
  );
  assert.deepEqual(
    changes.map(({ path, to, askedAs, toAskedAs }) => [path, to, askedAs, toAskedAs]),
    [
      ["/run/a", "/run/b", ["/var/run/a"], ["/var/run/b"]],
      ["/run/a", "/run/c", undefined, undefined],
    ],
  );
});

test("names are kept as they were asked for where they were absolute and not normal", () => {
  const asked = (given: string, name: string) => changedPath(name, { asked: given });
  const { changes } = baselineOfBehaviours(
    change("mkdir", asked("/a//b", "/a/b")),
    change("mkdir", asked("/a/b/", "/a/b")),
    change("mkdir", asked("b/", "/a/b")),
    change("mkdir", asked("", "/c")),
    change("rename", asked("/a/b", "/a/b"), { to: asked("/a/c/", "/a/c") }),
    change("rmdir", changedPath("/run/d", { asked: "/var/run/./d", name: "/var/run/d" })),
  );
  assert.deepEqual(
    changes.map(({ operation, path, askedAs, slashed, toAskedAs, toSlashed }) => [
      ...[operation, path, askedAs],
      ...[slashed, toAskedAs, toSlashed],
    ]),
    [
      ["mkdir", "/a/b", ["/a//b"], true, undefined, undefined],
      ["mkdir", "/c", undefined, undefined, undefined, undefined],
      ["rename", "/a/b", undefined, undefined, undefined, true],
      ["rmdir", "/run/d", ["/var/run/./d", "/var/run/d"], undefined, undefined, undefined],
    ],
  );
});

test("files that get their name by a rename from a random one are one entry", () => {
  const names = ["aB3dE6gH1j", "kL9mN2pQ4r", "Zx7Cv1Bn5M", "q2W4e6R8t0"];
  const { changes } = baselineOfBehaviours(
    ...names.map((name) =>
      change("rename", `/tmp/state.${name}`, { to: changedPath("/var/lib/x/data") }),
    ),
    ...names.map((name, index) =>
      change("rename", `/tmp/${name}.new`, {
        to: changedPath(`/tmp/job-${String(10_001 + index)}`),
      }),
    ),
    change("unlink", "/tmp/state.aB3dE6gH1j"),
  );
  assert.deepEqual(
    changes.map(({ operation, path, rule, to, toRule, count }) => [
      operation,
      path,
      rule,
      to,
      toRule,
      count,
    ]),
    [
      ["rename", "/tmp/*.new", "varying-name", "/tmp/job-*", "varying-name", 4],
      ["rename", "/tmp/state.*", "varying-name", "/var/lib/x/data", undefined, 4],
      ["unlink", "/tmp/state.*", "varying-name", undefined, undefined, 1],
    ],
  );
});

test("what failed is listed by the name that was asked for, and what has no path is counted", () => {
  const unknown = changedPath("/x", { path: null, name: null });
  const { changes, completeness } = baselineOf([
    fact(exec("/bin/sh")),
    fact(change("unlink", changedPath("/run/x.pid", { path: null }), { ret: -2 })),
    fact(change("unlink", unknown, { ret: -2 })),
    fact(change("unlink", unknown), { count: 3 }),
    fact(change("rmdir", changedPath("d/e", { truncated: true })), { count: 2 }),
    fact(change("truncate", changedPath("/memfd:x", { storage: "memory" }))),
    fact(change("chmod", changedPath("pipe:[7]"))),
  ]);
  assert.deepEqual(
    changes.map(({ path, results }) => [path, results]),
    [["/run/x.pid", ["ENOENT"]]],
  );
  assert.deepEqual(
    completeness.reasons.map(({ code, count }) => [code, count]),
    [
      ["paths-truncated", 2],
      ["paths-unresolved", 3],
    ],
  );
});

test("what a link says is kept, and the password of a mount is not", () => {
  const { changes } = baselineOfBehaviours(
    change("symlink", "/l", { text: "/target" }),
    change("mount", "/mnt", { text: "//server/share,password=geheim", mode: 1 }),
    change("mknod", "/dev/x", { mode: 0o020_666 }),
    change("mkdir", "/d", { mode: 0o700 }),
  );
  assert.deepEqual(
    changes.map(({ operation, texts, modes }) => [operation, texts, modes]),
    [
      ["mkdir", undefined, ["0700"]],
      ["mknod", undefined, ["020666"]],
      ["mount", ["//server/share,password=…"], undefined],
      ["symlink", ["/target"], undefined],
    ],
  );
});
