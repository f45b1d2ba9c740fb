import assert from "node:assert/strict";
import { test } from "node:test";
import { foldBaselines } from "../../../src/aggregate/fold.js";
import type { Capability } from "../../../src/model/events/events.js";
import { actor, baselineOf, baselineOfBehaviours, container, fact, recording } from "../samples.js";

const BIND = 49;
const CHOWN = 92;
const MMAP = 9;
const SOCKET = 41;
const SETUID = 105;

function capability(number: number, nr: number, more: Partial<Capability> = {}): Capability {
  const asked = { abi: "x86_64", nr, granted: true, ret: 0 } as const;
  return { kind: "capability", capability: number, ...asked, ...more };
}

test("a capability says how it was used, in which calls, and by whom", () => {
  const { capabilities } = baselineOf([
    fact(capability(0, CHOWN)),
    fact(capability(0, BIND), { actor: actor({ programs: ["/bin/x"] }) }),
    fact(capability(10, BIND, { granted: false, ret: -13 })),
    fact(capability(21, MMAP)),
  ]);
  assert.deepEqual(
    capabilities.map(({ name, use, calls, by }) => [name, use, calls, by]),
    [
      ["CAP_CHOWN", "used", ["bind", "chown"], ["/bin/sh", "/bin/x"]],
      ["CAP_NET_BIND_SERVICE", "refused", ["bind"], ["/bin/sh"]],
      ["CAP_SYS_ADMIN", "probed", ["mmap"], ["/bin/sh"]],
    ],
  );
});

test("unusual sockets, changes of rights and arguments are in words", () => {
  const { sockets, privileges, syscallArguments } = baselineOfBehaviours(
    { kind: "socket", family: 16, type: 3, protocol: 0, ret: 0 },
    { kind: "socket", family: 16, type: 3, protocol: 0, ret: -1 },
    { kind: "privilege", abi: "x86_64", nr: SETUID, values: [33, 0, 0, 0], ret: 0 },
    { kind: "argument", abi: "x86_64", nr: SOCKET, values: [10, 1, 6] },
    { kind: "argument", abi: "x86_64", nr: SOCKET, values: [2, 1, 6] },
  );
  assert.deepEqual(
    sockets.map(({ family, type, protocol, results, count }) => [
      family,
      type,
      protocol,
      results,
      count,
    ]),
    [["netlink", "raw", "route", ["EPERM", "done"], 2]],
  );
  assert.deepEqual(
    privileges.map(({ call, what, results }) => [call, what, results]),
    [["setuid", "uid 33", ["done"]]],
  );
  assert.deepEqual(
    syscallArguments.map(({ call, values, meaning }) => [call, values, meaning]),
    [
      ["socket", [2, 1, 6], "AF_INET SOCK_STREAM IPPROTO_TCP"],
      ["socket", [10, 1, 6], "AF_INET6 SOCK_STREAM IPPROTO_TCP"],
    ],
  );
});

test("what the runtime needed before the program began is none of the image's rights", () => {
  const start = { actor: actor({ phase: "start" }) };
  const baseline = baselineOf([fact(capability(21, CHOWN), start)]);
  assert.deepEqual(baseline.capabilities, []);
});

test("workloads of Kubernetes are listed once, whatever their pods", () => {
  const made = (pod: string, name: string) => ({
    namespace: "shop",
    pod,
    container: "web",
    owner: { kind: "ReplicaSet", name },
  });
  const ids = ["1", "2", "3", "4"].map((digit) => digit.repeat(64));
  const kubernetes = [made("a", "web-2"), made("b", "web-1"), made("c", "web-1"), null];
  const containers = ids.map((id, index) =>
    container({ id, kubernetes: kubernetes[index] ?? null }),
  );
  const [baseline] = foldBaselines([recording()], containers, []);
  assert.deepEqual(
    baseline?.kubernetes.map(({ owner }) => owner?.name),
    ["web-1", "web-2"],
  );
});
