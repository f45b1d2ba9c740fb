/** Writes events to the store. Actors and behaviours that have a row already are written as its number. */
import type { RecordingWriter } from "../../store/index.js";
import type { Container } from "../../model/recordings/recording.js";
import type { TrackedContainer } from "../containers/tracker.js";
import type { Program } from "../program-tree.js";
import type { EventSink, SeenActor, SeenBehaviour } from "./sink.js";

export class StoreSink implements EventSink {
  readonly #writer: RecordingWriter;
  readonly #startedAt: bigint;

  constructor(writer: RecordingWriter, startedAt: bigint) {
    this.#writer = writer;
    this.#startedAt = startedAt;
  }

  take(
    offset: number,
    actor: SeenActor,
    behaviour: SeenBehaviour,
    localPort: number | null = null,
  ): void {
    actor.storeId ??= this.#writer.insertActor(
      this.#containerRow(actor.container),
      actor.actor,
      this.#programRow(actor.program),
    );
    behaviour.storeId ??= this.#writer.insertBehaviour(behaviour.behaviour);
    this.#writer.insertEvent(offset, actor.storeId, behaviour.storeId, localPort);
  }

  noteContainer(container: TrackedContainer): void {
    if (container.decision === "unwanted" && container.storeId !== null)
      this.#writer.removeContainer(container.storeId);
    else if (container.storeId === null) this.#containerRow(container);
    else this.#writer.updateContainer(container.storeId, this.#toRow(container));
  }

  #containerRow(container: TrackedContainer): number {
    container.storeId ??= this.#writer.insertContainer(this.#toRow(container));
    return container.storeId;
  }

  #programRow(program: Program | null): number | null {
    if (program === null) return null;
    program.storeId ??= this.#writer.insertProgram(this.#programRow(program.parent), program.path);
    return program.storeId;
  }

  #toRow(container: TrackedContainer): Omit<Container, "recordingId"> {
    const { description } = container;
    return {
      id: container.id,
      name: description?.name ?? container.givenName,
      engine: description?.engine ?? container.namedEngine,
      runtime: description?.runtime ?? null,
      image: description?.image ?? null,
      kubernetes: description?.kubernetes ?? null,
      owner: container.owner,
      joinedLate: container.joinedLate,
      startedAt: this.#startedAt + BigInt(container.startedAt),
      servedAt: this.#timeOf(container.servedAt),
      stoppedAt: this.#timeOf(container.stoppedAt),
    };
  }

  #timeOf(offset: number | null): bigint | null {
    return offset === null ? null : this.#startedAt + BigInt(offset);
  }
}
