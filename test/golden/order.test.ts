/** The same recordings give the same bytes in every format, in whatever order they come. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import fc from "fast-check";
import type { Container, Recording } from "../../src/model/recordings/recording.js";
import { openStore } from "../../src/store/open.js";
import type { RecordingWriter } from "../../src/store/recording-writer.js";
import { dumpStore, readDump, type Recorded } from "./recording-dump.js";
import { readRecorded, renderStages, workloads } from "./stages.js";

describe("every format", () => {
  for (const workload of workloads()) {
    const recorded = readRecorded(workload);
    const expected = renderStages(recorded);

    it(`has the same bytes for ${workload} when its facts come in another order`, () => {
      fc.assert(
        fc.property(
          fc.shuffledSubarray([...recorded.facts], { minLength: recorded.facts.length }),
          fc.shuffledSubarray([...recorded.containers], { minLength: recorded.containers.length }),
          (facts, containers) => {
            const recordings = [...recorded.recordings].reverse();
            assert.deepEqual(
              renderStages({ ...recorded, recordings, containers, facts }),
              expected,
            );
          },
        ),
        { numRuns: 20 },
      );
    });

    for (const order of [
      [1, 2],
      [2, 1],
    ] as const) {
      it(`has the same bytes for ${workload} when a database got ${order.join(" before ")}`, (t) => {
        assert.deepEqual(renderStages(throughDatabase(t, recorded, order)), expected);
      });
    }
  }
});

/** What a database gives back that got the recordings in this order. */
function throughDatabase(t: TestContext, recorded: Recorded, order: readonly number[]): Recorded {
  const folder = mkdtempSync(join(tmpdir(), "cxray-test-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const store = openStore(join(folder, "a.db"), "write");
  try {
    for (const id of order) {
      const recording = recorded.recordings.find((each) => each.id === id);
      if (recording === undefined) throw new Error(`no recording ${String(id)}`);
      const writer = store.beginRecording(recording);
      write(writer, recording, recorded);
      writer.finish(recording.endedAt ?? 0n, recording.losses);
    }
    return readDump(dumpStore(store));
  } finally {
    store.close();
  }
}

function write(writer: RecordingWriter, { id, startedAt }: Recording, recorded: Recorded): void {
  const own = recorded.containers.filter(({ recordingId }) => recordingId === id);
  writer.begin();
  const rows = new Map(
    own.map((container: Container) => [container.id, writer.insertContainer(container)]),
  );
  for (const { time, containerId, actor, behaviour, localPort } of recorded.events) {
    const row = rows.get(containerId);
    if (row === undefined) continue;
    const program = [...actor.programs]
      .reverse()
      .reduce<number | null>((parent, path) => writer.insertProgram(parent, path), null);
    writer.insertEvent(
      Number(time - startedAt),
      writer.insertActor(row, actor, program),
      writer.insertBehaviour(behaviour),
      localPort,
    );
  }
  writer.commit();
}
