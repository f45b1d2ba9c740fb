/** Facts of containers, and the shortest way to a baseline. */
import type { Baseline } from "../../src/model/baseline/baseline.js";
import type { Actor, Behaviour, Connect, Exec, Open } from "../../src/model/events/events.js";
import type { Fact } from "../../src/model/events/fact.js";
import type {
  Container,
  ImageAttribution,
  Recording,
} from "../../src/model/recordings/recording.js";
import { foldBaselines, type FoldOptions } from "../../src/aggregate/fold.js";

export const START = Date.UTC(2026, 0, 2, 3, 4, 5) * 1_000_000;
export const DIGEST = `sha256:${"a".repeat(64)}`;

export function at(milliseconds: number): bigint {
  return BigInt(START) + BigInt(milliseconds) * 1_000_000n;
}

export function recording(changes: Partial<Recording> = {}): Recording {
  return {
    id: 1,
    startedAt: at(0),
    endedAt: at(1000),
    architecture: "x86_64",
    kernel: "6.18.0",
    cxrayVersion: "2.0.0",
    losses: [],
    blindSpots: [],
    ...changes,
  };
}

export function image(changes: Partial<ImageAttribution> = {}): ImageAttribution {
  return {
    reference: "alpine",
    repository: "alpine",
    tag: "latest",
    imageId: DIGEST,
    repoTags: ["alpine:latest"],
    repoDigests: [],
    ...changes,
  };
}

export function container(changes: Partial<Container> = {}): Container {
  return {
    id: "1".repeat(64),
    recordingId: 1,
    name: "one",
    engine: "docker",
    runtime: { name: "runc", version: "1.1.5" },
    image: image(),
    kubernetes: null,
    owner: 0,
    joinedLate: false,
    startedAt: at(1),
    servedAt: null,
    stoppedAt: at(100),
    ...changes,
  };
}

export function actor(changes: Partial<Actor> = {}): Actor {
  return {
    pid: 10,
    tid: 10,
    ppid: 1,
    uid: 0,
    user: "root",
    comm: "sh",
    phase: "workload",
    origin: "main",
    programs: ["/bin/sh"],
    ...changes,
  };
}

export function fact(behaviour: Behaviour, changes: Partial<Fact> = {}): Fact {
  return {
    recordingId: 1,
    containerId: "1".repeat(64),
    actor: actor(),
    behaviour,
    count: 1,
    first: at(5),
    last: at(5),
    ...changes,
  };
}

export function exec(path: string, changes: Partial<Exec> = {}): Exec {
  return { kind: "exec", path, asked: path, argv: [path], storage: "image", ...changes };
}

export function open(path: string | null, changes: Partial<Open> = {}): Open {
  return {
    kind: "open",
    path,
    asked: path ?? "/missing",
    name: path ?? "/missing",
    flags: 0,
    access: "read",
    type: "file",
    storage: "image",
    ret: 3,
    ...changes,
  };
}

export function connect(address: string, changes: Partial<Connect> = {}): Connect {
  return {
    kind: "connect",
    family: "ipv4",
    transport: "tcp",
    local: { address: "172.17.0.2" },
    remote: { address, port: 443 },
    ret: 0,
    ...changes,
  };
}

/** The evidence of one `fact`. */
export const EVIDENCE = {
  count: 1,
  runs: "1",
  firstSeen: "2026-01-02T03:04:05.005Z",
  lastSeen: "2026-01-02T03:04:05.005Z",
  when: ["start-up"],
  by: ["/bin/sh"],
};

export function paths(entries: readonly { path: string }[]): string[] {
  return entries.map(({ path }) => path);
}

/** The baseline of the facts of one container. */
export function baselineOf(facts: Iterable<Fact>, options?: FoldOptions): Baseline {
  const [baseline] = foldBaselines([recording()], [container()], facts, options);
  if (baseline === undefined) throw new Error("no baseline");
  return baseline;
}

/** The baseline of what one program did in one container. */
export function baselineOfBehaviours(...behaviours: readonly Behaviour[]): Baseline {
  return baselineOf(behaviours.map((behaviour) => fact(behaviour)));
}
