/**
 * Passes on the events of containers that the filter wants. Until a container's image
 * is known, its events are held back, so that no event of an unwanted container is stored.
 */
import type { TrackedContainer } from "../containers/tracker.js";
import type { EventSink, SeenActor, SeenBehaviour } from "./sink.js";

type HeldEvent = Parameters<EventSink["take"]>;

/** Events that wait until their container's image is known. */
interface Held {
  readonly events: HeldEvent[];
  bytes: number;
  /** events for which there was no room */
  overflown: number;
}

/**
 * Bytes of records held back, for one container and for all. An engine usually answers long
 * before. The limit for one keeps a busy container from taking the room of all others.
 */
const MOST_HELD_OF_ONE = 16 * 1024 * 1024;
const MOST_HELD = 4 * MOST_HELD_OF_ONE;
/** Bytes that an event takes in addition to its behaviour. */
const HELD_EVENT = 64;

export class FilteredSink implements EventSink {
  /** events of wanted containers */
  passed = 0;
  /** distinct behaviours among them; one that the cache forgot counts again */
  behaviours = 0;
  /** events of wanted containers that were lost because there was no room to hold them back */
  readonly overflown = new Map<TrackedContainer, number>();

  readonly #sinks: readonly EventSink[];
  readonly #held = new Map<TrackedContainer, Held>();
  #heldBytes = 0;

  constructor(sinks: readonly EventSink[]) {
    this.#sinks = sinks;
  }

  take(
    offset: number,
    actor: SeenActor,
    behaviour: SeenBehaviour,
    localPort: number | null = null,
  ): void {
    switch (actor.container.decision) {
      case "wanted":
        this.passed++;
        if (!behaviour.passed) {
          behaviour.passed = true;
          this.behaviours++;
        }
        for (const sink of this.#sinks) sink.take(offset, actor, behaviour, localPort);
        return;
      case "undecided":
        this.#hold([offset, actor, behaviour, localPort]);
        return;
      case "unwanted":
        return;
    }
  }

  noteContainer(container: TrackedContainer): void {
    if (container.decision === "undecided") return;
    // A stored container that becomes unwanted was no container: the store must remove it.
    if (container.decision === "wanted" || container.storeId !== null) {
      for (const sink of this.#sinks) sink.noteContainer(container);
    }
    const held = this.#held.get(container);
    if (held === undefined) return;
    this.#held.delete(container);
    this.#heldBytes -= held.bytes;
    if (container.decision === "wanted" && held.overflown > 0) {
      this.overflown.set(container, held.overflown + (this.overflown.get(container) ?? 0));
    }
    for (const event of held.events) this.take(...event);
  }

  #hold(event: HeldEvent): void {
    const [, actor, behaviour] = event;
    const held = this.#held.get(actor.container) ?? { events: [], bytes: 0, overflown: 0 };
    this.#held.set(actor.container, held);
    if (held.bytes >= MOST_HELD_OF_ONE || this.#heldBytes >= MOST_HELD) {
      held.overflown++;
      return;
    }
    const bytes = HELD_EVENT + behaviour.size;
    held.bytes += bytes;
    this.#heldBytes += bytes;
    held.events.push(event);
  }
}
