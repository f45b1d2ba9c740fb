import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Decision, TrackedContainer } from "../../../src/record/containers/tracker.js";
import { FilteredSink } from "../../../src/record/sinks/filtered-sink.js";
import type { EventSink, SeenActor, SeenBehaviour } from "../../../src/record/sinks/sink.js";
import { trackedContainer } from "../tracked-container.js";

/** 64 bytes beside its own 64 that every held event takes: 2^17 of them fill the 16 MiB. */
const READ: SeenBehaviour = {
  behaviour: { kind: "syscall", abi: "x86_64", nr: 0 },
  size: 64,
  passed: false,
  storeId: null,
};
const MOST_READS = 2 ** 17;

function container(digit: string, decision: Decision): TrackedContainer {
  return trackedContainer({ id: digit.repeat(64), decision });
}

function actorIn(tracked: TrackedContainer): SeenActor {
  return {
    actor: {
      pid: 1,
      tid: 1,
      ppid: 0,
      uid: 0,
      user: "root",
      comm: "sh",
      phase: "workload",
      origin: "main",
      programs: [],
    },
    container: tracked,
    program: null,
    storeId: null,
  };
}

/** What reached the sink, an entry each: the offset and the container of an event, or a note. */
function collect(): { sink: EventSink; reached: string[] } {
  const reached: string[] = [];
  return {
    reached,
    sink: {
      take: (offset, actor) => {
        reached.push(`${String(offset)} ${actor.container.id.slice(0, 1)}`);
      },
      noteContainer: ({ id }) => {
        reached.push(`note ${id.slice(0, 1)}`);
      },
    },
  };
}

test("events of a wanted container go to every sink at once", () => {
  const [one, two] = [collect(), collect()];
  const filtered = new FilteredSink([one.sink, two.sink]);
  const wanted = container("a", "wanted");
  filtered.take(5, actorIn(wanted), READ);
  filtered.noteContainer(wanted);
  assert.deepEqual(one.reached, ["5 a", "note a"]);
  assert.deepEqual(two.reached, one.reached);
});

test("what came before the decision arrives after the container itself, in order", () => {
  const { sink, reached } = collect();
  const filtered = new FilteredSink([sink]);
  const undecided = container("a", "undecided");
  const actor = actorIn(undecided);
  for (const offset of [1, 2, 3]) filtered.take(offset, actor, READ);
  filtered.noteContainer(undecided); // it stopped, and still nobody knows whose it is
  assert.deepEqual(reached, []);
  undecided.decision = "wanted";
  filtered.noteContainer(undecided);
  filtered.take(4, actor, READ);
  assert.deepEqual(reached, ["note a", "1 a", "2 a", "3 a", "4 a"]);
  filtered.noteContainer(undecided);
  assert.deepEqual(reached.slice(5), ["note a"]); // and what was held is not repeated
});

test("nothing of an unwanted container ever reaches a sink", () => {
  const steps = fc.array(
    fc.tuple(fc.constantFrom("take", "note", "decide"), fc.constantFrom(0, 1, 2)),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), (list, wanted) => {
      const { sink, reached } = collect();
      const filtered = new FilteredSink([sink]);
      const containers = ["a", "b", "c"].map((digit) => container(digit, "undecided"));
      const actors = containers.map(actorIn);
      const taken = new Map<string, number[]>();
      const decide = (index: number): void => {
        const each = containers[index];
        assert.ok(each !== undefined);
        each.decision = wanted[index] === true ? "wanted" : "unwanted";
        filtered.noteContainer(each);
      };
      list.forEach(([step, index], offset) => {
        const [each, actor] = [containers[index], actors[index]];
        assert.ok(each !== undefined && actor !== undefined);
        if (step === "decide") decide(index);
        else if (step === "note") filtered.noteContainer(each);
        else {
          filtered.take(offset, actor, READ);
          taken.set(each.id, [...(taken.get(each.id) ?? []), offset]);
        }
      });
      containers.forEach((_, index) => {
        decide(index);
      });
      containers.forEach(({ id }, index) => {
        const events = reached.filter((line) => line.endsWith(` ${id.slice(0, 1)}`));
        const offsets = events.filter((line) => !line.startsWith("note")).map(Number.parseFloat);
        assert.deepEqual(offsets, wanted[index] === true ? (taken.get(id) ?? []) : []);
        if (wanted[index] !== true) assert.deepEqual(events, []);
      });
      assert.equal(filtered.overflown.size, 0);
    }),
    { numRuns: 200 },
  );
});

test("what can't be held back any longer is counted, and takes no other's room", () => {
  const { sink, reached } = collect();
  const filtered = new FilteredSink([sink]);
  const first = container("a", "undecided");
  const second = container("b", "undecided");
  const [actor, other] = [actorIn(first), actorIn(second)];
  for (let offset = 0; offset < MOST_READS; offset++) filtered.take(offset, actor, READ);
  filtered.take(MOST_READS, actor, READ);
  filtered.take(1, other, READ);
  first.decision = "wanted";
  filtered.noteContainer(first);
  assert.equal(reached.length, MOST_READS + 1); // the note, and all that were held
  assert.deepEqual([...filtered.overflown.values()], [1]);
  second.decision = "wanted";
  filtered.noteContainer(second);
  assert.deepEqual(reached.slice(-2), ["note b", "1 b"]);
});

test("what of an unwanted container found no room is no loss", () => {
  const filtered = new FilteredSink([]);
  const busy = container("a", "undecided");
  const actor = actorIn(busy);
  for (let offset = 0; offset <= MOST_READS; offset++) filtered.take(offset, actor, READ);
  busy.decision = "unwanted";
  filtered.noteContainer(busy);
  assert.equal(filtered.overflown.size, 0);
});

test("different behaviours are counted once, and those of unwanted containers not at all", () => {
  const filtered = new FilteredSink([]);
  const open: SeenBehaviour = { ...READ, passed: false };
  filtered.take(1, actorIn(container("1", "unwanted")), open);
  assert.deepEqual([filtered.passed, filtered.behaviours], [0, 0]);
  const actor = actorIn(container("2", "wanted"));
  filtered.take(2, actor, open);
  filtered.take(3, actor, open);
  filtered.take(4, actor, { ...READ, passed: false });
  assert.deepEqual([filtered.passed, filtered.behaviours], [3, 2]);
});
