import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compareOutput, isSameOrder } from "../../../src/cli/verify/compare-output.js";

const ID = "0123456789ab".padEnd(64, "c");
const printed = (stdout: string, stderr = "", containerId: string | null = null) => ({
  stdout,
  stderr,
  containerId,
});
const isSame = (a: string, b: string): boolean =>
  compareOutput(printed(a), printed(b)).length === 0;

describe("the outputs of two runs", () => {
  for (const [a, b] of [
    ["2026-11-28T20:58:32.676Z started", "2026-11-29T01:02:03Z started"],
    ["2026/11/28 20:58:32 [notice] 1#1: start", "2026/11/28 20:58:39 [notice] 7#7: start"],
    ['"GET /" [28/Nov/2026:20:58:32 +0000] 200', '"GET /" [28/Nov/2026:20:58:59 +0000] 200'],
    ["Sat Nov 28 20:58:32 UTC 2026", "Sun Nov 29 00:00:00 UTC 2026"],
    ["Nov 28 20:58:32 app[17]: up", "Nov 28 20:59:00 app[18]: up"],
    ["worker pid 12 up", "worker pid 4711 up"],
    ["PID: 1", "PID: 22"],
    ["at 1764363512", "at 1764363599.25"],
    ["took 12 ms", "took 1.5 s"],
  ] as const) {
    it(`are the same but for time or pid: ${a}`, () => {
      assert.ok(isSame(a, b));
    });
  }

  for (const [a, b] of [
    ["3 rows", "4 rows"],
    ["port 8080", "port 8081"],
    ["done", "done\ndone"],
    ["done", ""],
    ["version 1.2.3", "version 1.2.4"],
    ["mode 0644", "mode 0600"],
  ] as const) {
    it(`differ: ${a} and ${b}`, () => {
      assert.ok(!isSame(a, b));
    });
  }

  it("are compared as lines in any order, and the order is told", () => {
    assert.ok(isSame("a\nb\nb\n", "b\na\nb"));
    assert.ok(!isSame("a\nb\nb\n", "b\na\na"));
    assert.ok(!isSameOrder(printed("a\nb"), printed("b\na")));
    assert.ok(isSameOrder(printed("at 12:00:00"), printed("at 13:00:00")));
  });

  it("are compared stream by stream, and each difference is told", () => {
    assert.deepEqual(compareOutput(printed("a\nb\nc"), printed("a\nd", "c")), [
      { stream: "stdout", missing: ["b", "c"], added: ["d"] },
      { stream: "stderr", missing: [], added: ["c"] },
    ]);
  });

  it("call the container by its own id", () => {
    const other = "f".repeat(64);
    const text = (id: string): string => `host ${id.slice(0, 12)}, id ${id}`;
    assert.deepEqual(compareOutput(printed(text(ID), "", ID), printed(text(other), "", other)), []);
  });

  it("can be compared without what is made of digits", () => {
    const a = printed("token 9f8e7d6c5b4a, port 40123");
    const b = printed("token 0a1b2c3d4e5f, port 40999");
    assert.equal(compareOutput(a, b).length, 1);
    assert.deepEqual(compareOutput(a, b, "without-numbers"), []);
    assert.equal(compareOutput(printed("yes 1"), printed("no 1"), "without-numbers").length, 1);
  });

  it("are compared in a moment whatever a container prints", () => {
    const long = `${"a/".repeat(200_000)}\n${"1".repeat(9_999)}\n`.repeat(3);
    assert.ok(isSame(long, long));
  });
});
