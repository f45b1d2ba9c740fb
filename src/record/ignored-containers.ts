/** Tells the kernel side which containers a filter leaves out, so that it sends nothing about them. */
import type { TrackedContainer } from "./containers/tracker.js";
import type { KernelProgram } from "./kernel/program.js";

export class IgnoredContainers {
  readonly #program: Pick<KernelProgram, "ignore" | "unignore">;
  readonly #ignored = new Set<bigint>();

  constructor(program: Pick<KernelProgram, "ignore" | "unignore">) {
    this.#program = program;
  }

  /** Call it when it was decided whether a container is wanted, and when the container stopped. */
  note({ cgroup, decision, stoppedAt }: TrackedContainer): void {
    if (stoppedAt !== null) {
      this.#ignored.delete(cgroup); // the kernel has forgotten it
    } else if (decision === "unwanted") {
      this.#ignored.add(cgroup);
      this.#program.ignore(cgroup);
    } else if (decision === "wanted" && this.#ignored.delete(cgroup))
      this.#program.unignore(cgroup);
  }
}
