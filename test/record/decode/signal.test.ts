import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeBehaviour } from "../../../src/record/decode/decode.js";
import { inRing, signalRecord } from "../kernel/c-layout.js";

const decode = (...given: Parameters<typeof signalRecord>) =>
  decodeBehaviour(inRing(signalRecord(...given)), ["x86_64"]);

test("a signal has its number, whose process it went to, and what that runs", () => {
  assert.deepEqual(decode(15, 2, ["nginx", "sbin", "usr"]), {
    kind: "signal",
    signal: 15,
    target: "child",
    executable: "/usr/sbin/nginx",
    ret: 0,
  });
  const targets = [1, 3, 4, 5].map((target) => decode(9, target));
  assert.deepEqual(
    targets.map((signal) => signal?.kind === "signal" && [signal.target, signal.executable]),
    [
      ["self", null],
      ["parent", null],
      ["container", null],
      ["outside", null],
    ],
  );
});

test("a signal that was refused has no target", () => {
  assert.deepEqual(decode(9, 0, [], { ret: -1 }), {
    kind: "signal",
    signal: 9,
    target: null,
    executable: null,
    ret: -1,
  });
});
