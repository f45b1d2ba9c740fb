/**
 * A recording as text, so that it can be committed: what a database holds, a JSON value a line.
 * Tests run the later stages on it, without root and without an engine.
 *
 *   {"recording": …}     one run of record; ids count from 1
 *   {"container": …}     one container in one recording
 *   {"actor": …}         who acted; its `container` is a container's id
 *   {"behaviour": …}     what was done
 *   {"event": [time, actor, behaviour]}, of a connect with its own port behind them
 *
 * Actors and behaviours are numbered from 0 in the order of their lines. An event's time is in
 * nanoseconds since its recording began, other times are in nanoseconds since 1970, as text.
 */
import type { Actor, Behaviour, Event } from "../../src/model/events/events.js";
import type { Fact } from "../../src/model/events/fact.js";
import type { Container, Recording } from "../../src/model/recordings/recording.js";
import type { Store } from "../../src/store/store.js";

/** What the later stages need of a recording. */
export interface Recorded {
  readonly recordings: readonly Recording[];
  readonly containers: readonly Container[];
  /** in the order in which a store gives them */
  readonly events: readonly Event[];
  readonly facts: readonly Fact[];
}

type Line =
  | { readonly recording: Recording }
  | { readonly container: Container }
  | { readonly actor: Actor & { readonly container: string } }
  | { readonly behaviour: Behaviour }
  | { readonly event: readonly [time: number, actor: number, behaviour: number, port?: number] };

/** The fields that hold nanoseconds since 1970: JSON has no such numbers. */
const TIMES: ReadonlySet<string> = new Set(["startedAt", "endedAt", "servedAt", "stoppedAt"]);

function writeLine(line: Line): string {
  const json = JSON.stringify(line, (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
  return `${json}\n`;
}

function readLine(text: string): Line {
  return JSON.parse(text, (key, value: unknown) =>
    TIMES.has(key) && typeof value === "string" ? BigInt(value) : value,
  ) as Line;
}

/** Everything a store holds, as text. */
export function dumpStore(store: Store): string {
  const recordings = store.recordings().map((recording) => ({
    ...recording,
    // what distributions and machines add to a kernel's version is nobody's business
    kernel: /^[\d.]*\d/u.exec(recording.kernel)?.[0] ?? "",
  }));
  const containers = store.containers();
  const startOf = startTimes({ recordings, containers });
  const actors = new Numbering((actor: Actor & { container: string }) => ({ actor }));
  const behaviours = new Numbering((behaviour: Behaviour) => ({ behaviour }));
  let lines = "";
  for (const { time, containerId, actor, behaviour, localPort } of store.events()) {
    const [actorNumber, newActor] = actors.numberOf({ ...actor, container: containerId });
    const [behaviourNumber, newBehaviour] = behaviours.numberOf(behaviour);
    const offset = Number(time - startOf(containerId));
    lines += newActor + newBehaviour;
    const port = localPort === undefined ? ([] as const) : ([localPort] as const);
    lines += writeLine({ event: [offset, actorNumber, behaviourNumber, ...port] });
  }
  return [
    ...recordings.map((recording) => writeLine({ recording })),
    ...containers.map((container) => writeLine({ container })),
    lines,
  ].join("");
}

/** Gives each distinct value a number, and its line when it is new. */
class Numbering<T> {
  readonly #lineOf: (value: T) => Line;
  readonly #numbers = new Map<string, number>();

  constructor(lineOf: (value: T) => Line) {
    this.#lineOf = lineOf;
  }

  numberOf(value: T): [number: number, newLine: string] {
    const line = writeLine(this.#lineOf(value));
    const known = this.#numbers.get(line);
    if (known !== undefined) return [known, ""];
    const number = this.#numbers.size;
    this.#numbers.set(line, number);
    return [number, line];
  }
}

/** When the recording of a container began. A fixture has no container in two recordings. */
function startTimes({
  recordings,
  containers,
}: Pick<Recorded, "recordings" | "containers">): (containerId: string) => bigint {
  const starts = new Map(recordings.map(({ id, startedAt }) => [id, startedAt]));
  const byContainer = new Map(
    containers.map(({ id, recordingId }) => [id, starts.get(recordingId)]),
  );
  if (byContainer.size < containers.length) throw new Error("a container is in two recordings");
  return (containerId) => {
    const start = byContainer.get(containerId);
    if (start === undefined) throw new Error(`no container ${containerId}`);
    return start;
  };
}

/** What `dumpStore` wrote. */
export function readDump(text: string): Recorded {
  const lines = text
    .split("\n")
    .filter((line) => line !== "")
    .map(readLine);
  const recordings = lines.flatMap((line) => ("recording" in line ? [line.recording] : []));
  const containers = lines.flatMap((line) => ("container" in line ? [ofRoot(line.container)] : []));
  const actors = lines.flatMap((line) => ("actor" in line ? [line.actor] : []));
  const behaviours = lines.flatMap((line) => ("behaviour" in line ? [line.behaviour] : []));
  const startOf = startTimes({ recordings, containers });
  const events = lines.flatMap((line): Event[] => {
    if (!("event" in line)) return [];
    const [offset, actorNumber, behaviourNumber, localPort] = line.event;
    const known = actors[actorNumber];
    const behaviour = behaviours[behaviourNumber];
    if (known === undefined || behaviour === undefined) throw new Error("an event of nobody");
    const { container: containerId, ...actor } = known;
    const time = startOf(containerId) + BigInt(offset);
    const port = localPort === undefined ? {} : { localPort };
    return [{ time, containerId, actor, behaviour, ...port }];
  });
  return { recordings, containers, events, facts: countFacts(containers, events) };
}

/** Dumps from before owners were recorded are of root's containers. */
function ofRoot(container: Omit<Container, "owner"> & Partial<Container>): Container {
  return { owner: 0, ...container };
}

/** Each actor's each behaviour once, as `Store.facts` gives them. */
function countFacts(containers: readonly Container[], events: readonly Event[]): Fact[] {
  const recordingOf = new Map(containers.map(({ id, recordingId }) => [id, recordingId]));
  const facts = new Map<string, Fact>();
  for (const { time, containerId, actor, behaviour } of events) {
    const same = { containerId, actor, behaviour };
    const key = JSON.stringify(same);
    const known = facts.get(key);
    facts.set(key, {
      ...same,
      recordingId: recordingOf.get(same.containerId) ?? 0,
      count: (known?.count ?? 0) + 1,
      first: known?.first ?? time,
      last: time,
    });
  }
  return [...facts.values()];
}
