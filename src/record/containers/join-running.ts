/** The containers that run already when recording begins. */
import type { KernelProgram } from "../kernel/program.js";
import { cgroupMounts, listRunning, type RunningCgroup } from "./running.js";
import { readStates } from "./running-states.js";
import type { ContainerTracker } from "./tracker.js";

export class RunningContainers {
  readonly #cgroupRoot: string;
  /** those called like a container's that were empty when recording began, by id */
  readonly #empty = new Map<bigint, RunningCgroup>();

  /** `cgroupRoot` is where the cgroup v2 tree is mounted. */
  constructor(cgroupRoot: string) {
    this.#cgroupRoot = cgroupRoot;
  }

  /** The container with this cgroup, if it is there. */
  find(id: bigint): RunningCgroup | null {
    return this.#empty.get(id) ?? this.#list().find(({ cgroupId }) => cgroupId === id) ?? null;
  }

  /** Follows those that run. */
  join(program: KernelProgram, tracker: ContainerTracker): void {
    // Twice: a cgroup made below a container before that was known is found the second time.
    for (let pass = 0; pass < 2; pass++) {
      for (const cgroup of this.#list()) {
        const added = program.addRunning(cgroup.cgroupId, cgroup.top);
        if (!added || cgroup.cgroupId !== cgroup.top) continue;
        // One that nothing runs in is about to begin, or is a pod, or was left over.
        if (cgroup.isEmpty) this.#empty.set(cgroup.top, cgroup);
        else tracker.add(cgroup.top, cgroup, 0, true);
      }
    }
    program.findRunningTasks();
  }

  #list(): RunningCgroup[] {
    return listRunning(this.#cgroupRoot, readStates(cgroupMounts(this.#cgroupRoot)));
  }
}
