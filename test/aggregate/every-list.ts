/** Behaviours of every kind, and the baseline that they make: no list of it is empty. */
import assert from "node:assert/strict";
import { foldBaselines } from "../../src/aggregate/fold.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import type { Behaviour } from "../../src/model/events/events.js";
import {
  changedPath,
  FILE_BEHAVIOURS,
  NETWORK_BEHAVIOURS,
  RIGHTS_BEHAVIOURS,
} from "../model/behaviours.js";
import { actor, connect, container, exec, fact, open, recording } from "./samples.js";

const LISTEN = {
  kind: "listen",
  family: "ipv4",
  transport: "tcp",
  local: { address: "::", port: 1 },
} as const;
export const EVERY_BEHAVIOUR: readonly Behaviour[] = [
  exec("/bin/sh", { argv: ["sh", "--token=x"] }),
  open("/etc/hosts", { name: "/hosts" }),
  open("/tmp/x", { access: "write" }),
  open("", { name: "/proc/7/fd/3", type: "fifo", storage: "memory" }),
  connect("10.0.0.1"),
  { kind: "connect-unix", address: "@x", path: null, ret: 0 },
  LISTEN,
  { kind: "syscall", abi: "x86_64", nr: 0 },
  { kind: "syscall-refused", abi: "x86", nr: 1, ret: -1 },
  { kind: "exec-failed", asked: "/x", ret: -2 },
  exec("/bin/python3", {
    argv: ["python3", "/data/x.py"],
    asked: "/data/run",
    script: "volume",
    elevated: true,
  }),
  {
    kind: "change",
    operation: "rename",
    from: changedPath("/run/a", { name: "/var/run/a", asked: "/var/run/a/" }),
    to: changedPath("/run/b", { name: "/var/run/b", asked: "/var/run/b/" }),
    ret: 0,
  },
  { kind: "change", operation: "chown", from: changedPath("/x"), uid: 33, ret: 0 },
  { kind: "change", operation: "chmod", from: changedPath("/x"), mode: 0o755, ret: -1 },
  { kind: "change", operation: "symlink", from: changedPath("/l"), text: "/x", ret: 0 },
  { kind: "connect-unix", address: "x.sock", path: "/run/x.sock", ret: 0 },
  { kind: "listen-unix", address: "x.sock", path: "/run/x.sock" },
  { ...LISTEN, local: { address: "::", port: 40_000 }, ephemeral: true },
  {
    kind: "http-request",
    method: "GET",
    host: null,
    path: "/token/12345678",
    remote: { address: "10.0.0.1", port: 443 },
  },
  ...FILE_BEHAVIOURS,
  ...NETWORK_BEHAVIOURS,
  ...RIGHTS_BEHAVIOURS,
];
const CONTAINER = container({
  kubernetes: {
    namespace: "shop",
    pod: "web-1",
    container: "web",
    owner: { kind: "ReplicaSet", name: "web" },
  },
});
const PYTHON = actor({ programs: ["/bin/python3"] });
const BASELINES = foldBaselines(
  [recording()],
  [CONTAINER],
  [
    ...EVERY_BEHAVIOUR.map((behaviour) => fact(behaviour)),
    fact({ kind: "syscall", abi: "x86_64", nr: 1 }, { actor: actor({ phase: "start" }) }),
    fact(open("/data/x.py", { storage: "volume" }), { actor: PYTHON }),
  ],
);

export const EVERY_LIST: Baseline = BASELINES[0] ?? assert.fail();
