/** Things to store, and places to store them in. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Actor, Behaviour, Exec, Open } from "../../src/model/events/events.js";
import type { Container } from "../../src/model/recordings/recording.js";
import { FILE_BEHAVIOURS, NETWORK_BEHAVIOURS, RIGHTS_BEHAVIOURS } from "../model/behaviours.js";

export const START = 1_700_000_000_000_000_000n;

export const RECORDING = {
  startedAt: START,
  architecture: "x86_64",
  kernel: "6.18.0",
  cxrayVersion: "2.0.0",
} as const;

export const ACTOR: Omit<Actor, "programs"> = {
  pid: 100,
  tid: 101,
  ppid: 1,
  containerPid: 7,
  uid: 0,
  user: "root",
  comm: "sh",
  phase: "workload",
  origin: "main",
};

/** A container whose id is the digit 64 times. */
export function container(digit = "1", image = "a"): Omit<Container, "recordingId"> {
  return {
    id: digit.repeat(64),
    name: `name-${digit}`,
    engine: "docker",
    runtime: { name: "runc", version: "1.1.5" },
    image: {
      reference: "alpine:3.19",
      repository: "alpine",
      tag: "3.19",
      imageId: `sha256:${image.repeat(64)}`,
      repoTags: ["alpine:3.19"],
      repoDigests: [`alpine@sha256:${"d".repeat(64)}`],
    },
    owner: 0,
    joinedLate: false,
    kubernetes: null,
    startedAt: START + 5n,
    servedAt: null,
    stoppedAt: null,
  };
}

export function open(path: string): Open {
  return {
    kind: "open",
    path,
    asked: path,
    name: path,
    flags: 0,
    access: "read",
    type: "file",
    storage: "image",
    ret: 3,
  };
}

/** A program of the image, executed. */
export const RAN: Exec = {
  kind: "exec",
  path: "/bin/cat",
  asked: "/bin/cat",
  argv: ["cat"],
  storage: "image",
};

/** One behaviour of every kind. */
export const BEHAVIOURS: readonly Behaviour[] = [
  {
    kind: "exec",
    path: "/bin/busybox",
    asked: "/bin/sh",
    argv: ["sh", "-c", "true"],
    argvTruncated: true,
    storage: "image",
  },
  { kind: "exec-failed", asked: "/bin/nothing", ret: -2 },
  open("/etc/passwd"),
  {
    kind: "connect",
    family: "ipv6",
    transport: "tcp",
    local: { address: "::1" },
    remote: { address: "::1", port: 443 },
    ret: -115,
  },
  ...FILE_BEHAVIOURS,
  { kind: "connect-unix", address: "@abstract\0name", path: null, ret: 0 },
  {
    kind: "listen",
    family: "ipv4",
    transport: "tcp",
    local: { address: "0.0.0.0", port: 80 },
  },
  { kind: "syscall", abi: "x86_64", nr: 0 },
  ...NETWORK_BEHAVIOURS,
  { kind: "syscall-refused", abi: "x32", nr: 83, ret: -38 },
  ...RIGHTS_BEHAVIOURS,
];

/** A folder of the test's own, gone when the test has ended. */
export function temporaryFolder(test: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "cxray-test-"));
  test.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
