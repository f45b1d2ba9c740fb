/**
 * The engines and runtimes that are known by their files: Podman, CRI-O, runc and crun, of root and
 * of every user. They may be used for the first time at any moment, so they are always asked.
 */
import { engineTitles } from "../../../model/recordings/engines.js";
import type {
  ContainerDescription,
  ContainerQuestion,
  ContainerSource,
  Engine,
  EngineState,
} from "../engine.js";

/** An engine or a runtime that is known by its files. */
export interface FileEngine extends ContainerSource {
  /** Whether it has written any files yet. */
  readonly isUsed: () => boolean;
  /** Whether the name of the container's cgroup says that it belongs to this engine. */
  readonly owns?: (container: ContainerQuestion) => boolean;
}

export class FileEngines implements Engine {
  readonly trouble = "";
  readonly #engines: readonly FileEngine[];
  /** ids of their containers that were removed before their files were read */
  readonly #removed = new Set<string>();

  constructor(engines: readonly FileEngine[]) {
    this.#engines = engines;
  }

  get description(): string {
    const used = this.#engines.filter((engine) => engine.isUsed());
    return used.length === 0
      ? `what ${engineTitles(({ leavesFiles }) => leavesFiles)} leave`
      : used.map((engine) => engine.description).join(", ");
  }

  get state(): EngineState {
    return this.#engines.some((engine) => engine.isUsed()) ? "answers" : "absent";
  }

  /** Files report nothing by themselves. */
  listen(): void {
    return;
  }

  serves(uid: number): boolean {
    return this.#engines.some((engine) => engine.serves(uid));
  }

  /** Asks all at once, as the container may soon be gone. The first that knows it counts. */
  async describe(question: ContainerQuestion): Promise<ContainerDescription | null> {
    const asked = this.#engines.filter((engine) => engine.serves(question.uid));
    const answers = asked.map((engine) => engine.describe(question).catch(() => null));
    for (const answer of answers) {
      const description = await answer;
      if (description !== null) return description;
    }
    if (asked.some((engine) => engine.owns?.(question) === true)) this.#removed.add(question.id);
    return null;
  }

  announced(containerId: string): boolean {
    return this.#removed.has(containerId);
  }

  close(): void {
    for (const engine of this.#engines) engine.close();
  }
}
