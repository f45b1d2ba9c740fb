/**
 * Lets through what a filter wants. Until a container's image is known its
 * events are held back, so that nothing of an unwanted container is ever stored.
 */
import type { TrackedContainer } from "./containers/tracker.js";
import type { EventSink, SeenActor, SeenBehaviour } from "./sink.js";

type HeldEvent = readonly [number, SeenActor, SeenBehaviour];

/** Bytes of records held back at a time, for all containers; an engine answers long before. */
const MOST_HELD = 16 * 1024 * 1024;
/** What one that repeats others takes. */
const HELD_EVENT = 64;

export class FilteredSink implements EventSink {
  /** events of wanted containers */
  passed = 0;
  /** different behaviours among them; one that was long forgotten counts again */
  behaviours = 0;
  /** events that could not be held back any longer, and are lost */
  overflown = 0;

  readonly #sinks: readonly EventSink[];
  readonly #held = new Map<TrackedContainer, HeldEvent[]>();
  #heldBytes = 0;

  constructor(sinks: readonly EventSink[]) {
    this.#sinks = sinks;
  }

  take(offset: number, actor: SeenActor, behaviour: SeenBehaviour): void {
    switch (actor.container.decision) {
      case "wanted":
        this.passed++;
        if (!behaviour.passed) {
          behaviour.passed = true;
          this.behaviours++;
        }
        for (const sink of this.#sinks) sink.take(offset, actor, behaviour);
        return;
      case "undecided":
        this.#hold(offset, actor, behaviour);
        return;
      case "unwanted":
        return;
    }
  }

  noteContainer(container: TrackedContainer): void {
    if (container.decision === "undecided") return;
    // One that is stored, and then unwanted, was none.
    if (container.decision === "wanted" || container.storeId !== null) {
      for (const sink of this.#sinks) sink.noteContainer(container);
    }
    const held = this.#held.get(container) ?? [];
    this.#held.delete(container);
    for (const [, , { size }] of held) this.#heldBytes -= HELD_EVENT + size;
    for (const event of held) this.take(...event);
  }

  #hold(offset: number, actor: SeenActor, behaviour: SeenBehaviour): void {
    if (this.#heldBytes >= MOST_HELD) {
      this.overflown++;
      return;
    }
    this.#heldBytes += HELD_EVENT + behaviour.size;
    const held = this.#held.get(actor.container) ?? [];
    if (held.length === 0) this.#held.set(actor.container, held);
    held.push([offset, actor, behaviour]);
  }
}
