/** Passes each event to the live log. */
import type { Event } from "../../model/events/events.js";
import type { EventSink, SeenActor, SeenBehaviour } from "./sink.js";

export class LogSink implements EventSink {
  readonly #startedAt: bigint;
  readonly #write: (event: Event) => void;

  constructor(startedAt: bigint, write: (event: Event) => void) {
    this.#startedAt = startedAt;
    this.#write = write;
  }

  take(
    offset: number,
    { actor, container }: SeenActor,
    { behaviour }: SeenBehaviour,
    localPort: number | null = null,
  ): void {
    this.#write({
      time: this.#startedAt + BigInt(offset),
      containerId: container.id,
      actor,
      behaviour,
      ...(localPort === null ? {} : { localPort }),
    });
  }

  noteContainer(): void {
    // The log's lines name containers by id, which is known from the start.
  }
}
