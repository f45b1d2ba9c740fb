/** Containers that a filter leaves out: the kernel sends nothing of them. */
import type { TrackedContainer } from "./containers/tracker.js";
import type { KernelProgram } from "./kernel/program.js";

export class IgnoredContainers {
  readonly #program: Pick<KernelProgram, "ignore" | "heed">;
  readonly #ignored = new Set<bigint>();

  constructor(program: Pick<KernelProgram, "ignore" | "heed">) {
    this.#program = program;
  }

  /** Called when a container was decided on, and when it stopped. */
  note({ cgroup, decision, stoppedAt }: TrackedContainer): void {
    if (stoppedAt !== null) {
      this.#ignored.delete(cgroup); // the kernel has forgotten it
    } else if (decision === "unwanted") {
      this.#ignored.add(cgroup);
      this.#program.ignore(cgroup);
    } else if (decision === "wanted" && this.#ignored.delete(cgroup)) this.#program.heed(cgroup);
  }
}
