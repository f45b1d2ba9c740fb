import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { KernelProgram } from "../../src/record/kernel/program.js";
import type { RingReader } from "../../src/record/kernel/ring-buffer.js";
import { Recorder } from "../../src/record/recorder.js";
import { openStore } from "../../src/store/open.js";
import { RECORDING, temporaryFolder } from "../store/samples.js";

/** A kernel that has nothing to tell, and what was asked of it. */
class FakeKernel {
  isUnmapped = false;
  looksAfterwards = 0;

  readonly ring: RingReader = {
    bytes: Buffer.alloc(4096),
    size: 4096,
    waiting: () => {
      if (this.isUnmapped) this.looksAfterwards++;
      return 0;
    },
    drain: () => 0,
    drainFor: () => 0,
    close: () => {
      this.isUnmapped = true;
    },
  };

  program(failing: Partial<KernelProgram>): KernelProgram {
    const nothing = (): void => undefined;
    return {
      ringFd: -1,
      seesCapabilities: true,
      seesRings: true,
      allowsRings: () => true,
      addRunning: () => true,
      ignore: nothing,
      unignore: nothing,
      findRunningTasks: nothing,
      readLosses: () => [],
      readCharged: () => 0n,
      readAccounts: () => [],
      closeAccount: () => [],
      hasStarts: () => false,
      readSkipped: () => 0,
      detach: nothing,
      tellUnsettled: nothing,
      close: nothing,
      ...failing,
    };
  }
}

/** A recording into a database of its own, on a machine without containers. */
function begin(t: TestContext, kernel: FakeKernel, failing: Partial<KernelProgram>) {
  const folder = temporaryFolder(t);
  const cgroupRoot = join(folder, "cgroup");
  mkdirSync(cgroupRoot);
  const store = openStore(join(folder, "a.db"), "write");
  t.after(() => {
    store.close();
  });
  const libc = {
    mmap: () => null,
    munmap: () => 0,
    getpagesize: () => 4096,
    clockGettime: () => 0,
  };
  const recording = new Recorder({
    libc,
    engines: [],
    clocks: { wall: RECORDING.startedAt, boot: 0n },
    program: kernel.program(failing),
    ring: kernel.ring,
    writer: store.beginRecording(RECORDING),
    filter: { images: [], containers: [] },
    log: null,
    cgroupRoot,
  });
  return { store, recording };
}

test("a recording is whole but for the connections that the kernel can't tell of at its end", async (t) => {
  const kernel = new FakeKernel();
  const { store, recording } = begin(t, kernel, {
    tellUnsettled: () => {
      throw new Error("the kernel has no memory for it");
    },
  });
  const { losses } = await recording.stop();
  const lost = [{ what: "unsettled-connections", count: 1 }];
  assert.deepEqual(losses, lost);
  const [stored] = store.recordings();
  assert.equal(stored?.failure, undefined);
  assert.notEqual(stored?.endedAt, null);
  assert.deepEqual(stored?.losses, lost);
});

test("nobody looks into the ring buffer once it is unmapped, however the recording ends", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const kernel = new FakeKernel();
  const failure = new Error("the probes stay attached");
  const { store, recording } = begin(t, kernel, {
    detach: () => {
      throw failure;
    },
  });
  await assert.rejects(recording.stop(), failure);
  assert.ok(kernel.isUnmapped);
  t.mock.timers.tick(10_000);
  assert.equal(kernel.looksAfterwards, 0);
  assert.equal(store.recordings()[0]?.endedAt, null);
});
