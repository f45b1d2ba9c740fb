import assert from "node:assert/strict";
import { test } from "node:test";
import type { Behaviour, Phase } from "../../../src/model/events/events.js";
import { BlindSpotSink, type KernelView } from "../../../src/record/sinks/blind-spot-sink.js";
import type { SeenActor, SeenBehaviour } from "../../../src/record/sinks/sink.js";

const SEES_ALL: KernelView = {
  seesCapabilities: true,
  seesRings: true,
  allowsRings: () => true,
};
const WRITTEN = { kind: "written", path: "/f", executable: false, storage: "upper" } as const;
const RING: Behaviour = { kind: "syscall", abi: "x86_64", nr: 425 };

/** The blind spots of a recording with these behaviours. */
function met(kernel: KernelView, behaviours: readonly Behaviour[], phase: Phase = "workload") {
  const sink = new BlindSpotSink(kernel);
  const actor = { actor: { phase } } as SeenActor;
  const known = new Map<Behaviour, SeenBehaviour>();
  for (const behaviour of behaviours) {
    const seen = known.get(behaviour) ?? { behaviour, size: 0, passed: true, storeId: null };
    known.set(behaviour, seen);
    sink.take(0, actor, seen);
  }
  return sink.list();
}

test("only what was met is a blind spot, with how many files and programs it was met of", () => {
  const unknown: Behaviour = { ...WRITTEN, content: "unknown" };
  const other: Behaviour = { ...unknown, path: "/g" };
  const unseen: Behaviour = { kind: "unseen", what: "descriptors-at-exit" };
  const behaviours = [unknown, { ...WRITTEN, content: "text" } as const, unseen, unknown, other];
  assert.deepEqual(met(SEES_ALL, [...behaviours, unseen]), [
    { code: "contents-not-seen", count: 2 },
    { code: "descriptors-at-exit", count: 2 },
  ]);
});

test("what is told to /proc is no content that should have been seen", () => {
  assert.deepEqual(met(SEES_ALL, [{ ...WRITTEN, storage: "proc", content: "unknown" }]), []);
});

test("what the runtime does is none of the container's", () => {
  const unseen: Behaviour = { kind: "unseen", what: "descriptors-at-exit" };
  assert.deepEqual(met(SEES_ALL, [unseen], "start"), []);
});

test("a kernel that does not tell what it asked for leaves capabilities in the dark", () => {
  assert.deepEqual(met({ ...SEES_ALL, seesCapabilities: false }, []), [
    { code: "capabilities", count: null },
  ]);
});

test("a container's io_uring is a blind spot where the kernel does not tell of its requests", () => {
  assert.deepEqual(met({ ...SEES_ALL, seesRings: false }, [RING, RING]), [
    { code: "io-uring", count: 2 },
  ]);
  assert.deepEqual(met(SEES_ALL, [RING]), []);
});

test("an io_uring that nobody can make is no blind spot, until somebody can", () => {
  let allowed = false;
  const kernel = { ...SEES_ALL, seesRings: false, allowsRings: () => allowed };
  assert.deepEqual(met(kernel, [RING]), []);
  allowed = true;
  assert.deepEqual(met(kernel, [RING]), [{ code: "io-uring", count: 1 }]);
});
