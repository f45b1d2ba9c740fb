/** Adds the containers that are already running when recording begins. */
import type { KernelProgram } from "../kernel/program.js";
import { cgroupMounts, listRunning, type RunningCgroup } from "./cgroup-tree.js";
import { readRuntimeStates } from "./cgroups-with-state.js";
import type { ContainerTracker } from "./tracker.js";

export class RunningContainers {
  readonly #cgroupRoot: string;
  /** cgroups with a container's name that had no process when recording began, by id */
  readonly #empty = new Map<bigint, RunningCgroup>();

  /** `cgroupRoot` is where the cgroup v2 tree is mounted. */
  constructor(cgroupRoot: string) {
    this.#cgroupRoot = cgroupRoot;
  }

  /** The container that has this cgroup; null if there is none. */
  find(id: bigint): RunningCgroup | null {
    return this.#empty.get(id) ?? this.#list().find(({ cgroupId }) => cgroupId === id) ?? null;
  }

  /** Tells the kernel side and the tracker about every running container. */
  join(program: KernelProgram, tracker: ContainerTracker): void {
    // The second pass finds cgroups that were made below a container during the first.
    for (let pass = 0; pass < 2; pass++) {
      for (const cgroup of this.#list()) {
        const added = program.addRunning(cgroup.cgroupId, cgroup.top);
        if (!added || cgroup.cgroupId !== cgroup.top) continue;
        // An empty one is about to start, or is a pod, or was left behind.
        if (cgroup.isEmpty) this.#empty.set(cgroup.top, cgroup);
        else tracker.add(cgroup.top, cgroup, 0, true);
      }
    }
    program.findRunningTasks();
  }

  #list(): RunningCgroup[] {
    return listRunning(this.#cgroupRoot, readRuntimeStates(cgroupMounts(this.#cgroupRoot)));
  }
}
