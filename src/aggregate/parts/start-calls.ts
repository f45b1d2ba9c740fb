import type { SyscallOfAbi } from "../../model/baseline/part.js";
import type { Syscall } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { GO_RUNTIME_CALLS, isGoRuntime } from "../../model/kernel/go-runtime.js";
import { syscallName } from "../../model/kernel/syscalls.js";
import type { Container } from "../../model/recordings/recording.js";
import type { Run } from "../run.js";
import { Collector, type Listing } from "./collector.js";
import { Gathered } from "./gathered.js";

/** Calls of a runtime between loading a filter and executing the container's program. */
export class StartCalls {
  readonly #calls = new Collector("syscalls.start", (identity) => new Gathered(identity));

  add({ abi, nr }: Syscall, fact: Fact, run: Run): void {
    this.#calls.add({ abi, name: syscallName(abi, nr) }, fact, run);
  }

  /** @param containers the started containers */
  entries({ limits }: Listing, containers: readonly Container[]): SyscallOfAbi[] {
    const leftOut = callsByChance(containers);
    // the runtime is not one of the image's programs
    const entries = this.#calls.entries({ limits, namesOf: () => [""] });
    return entries.filter(({ name }) => !leftOut.has(name));
  }
}

/**
 * Calls that a Go runtime makes in some starts and not in others, for reasons unrelated to the
 * image. Every profile allows them anyway; in a baseline they would be reported as new again and
 * again.
 */
function callsByChance(containers: readonly Container[]): ReadonlySet<string> {
  const isByChance = containers.some(({ runtime }) => isGoRuntime(runtime?.name ?? ""));
  return new Set(isByChance ? GO_RUNTIME_CALLS : []);
}
