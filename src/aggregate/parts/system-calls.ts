import type {
  RefusedSyscallEntry,
  SyscallEntry,
  SyscallsByAbi,
} from "../../model/baseline/baseline.js";
import { errnoName } from "../../model/kernel/errno.js";
import type { Abi, Syscall, SyscallRefused } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { GO_RUNTIME_CALLS, isGoRuntime } from "../../model/kernel/go-runtime.js";
import { compareTexts, sortedBy } from "../../model/order.js";
import type { Container } from "../../model/recordings/recording.js";
import { syscallName } from "../../model/kernel/syscalls.js";
import { Identified } from "../evidence/identified.js";
import type { PartLimits } from "../evidence/list-limits.js";
import type { Run } from "../run.js";
import { Tally, type NamesOf } from "../evidence/tally.js";

/** The system calls of one phase. */
export class SystemCalls {
  readonly #byAbi = new Map<Abi, Map<string, Tally>>();

  add({ abi, nr }: Syscall, fact: Fact, run: Run): void {
    const calls = this.#byAbi.get(abi) ?? new Map<string, Tally>();
    this.#byAbi.set(abi, calls);
    const name = syscallName(abi, nr);
    const tally = calls.get(name) ?? new Tally();
    calls.set(name, tally);
    tally.add(fact, run);
  }

  /** Whether a call of this name was made, in any ABI. */
  has(name: string): boolean {
    return [...this.#byAbi.values()].some((calls) => calls.has(name));
  }

  /** ABIs and calls by name, those of `leftOut` not among them. */
  entries(namesOf: NamesOf, leftOut: ReadonlySet<string> = new Set()): SyscallsByAbi {
    const abis = [...this.#byAbi].sort(([a], [b]) => compareTexts(a, b));
    return Object.fromEntries(
      abis.map(([abi, calls]): [Abi, SyscallEntry[]] => [
        abi,
        sortedBy(calls, ([name]) => name)
          .filter(([name]) => !leftOut.has(name))
          .map(([name, tally]) => ({ name, ...tally.evidence(namesOf) })),
      ]),
    );
  }
}

/**
 * What a runtime that is written in Go calls in one start and not in the next, for no reason that
 * the image has. Every profile allows it anyway; in a baseline it would be news each night.
 */
export function callsByChance(containers: readonly Container[]): ReadonlySet<string> {
  const isByChance = containers.some(({ runtime }) => isGoRuntime(runtime?.name ?? ""));
  return new Set(isByChance ? GO_RUNTIME_CALLS : []);
}

/** The system calls that a seccomp filter answered with an errno. */
export class RefusedCalls {
  readonly #known = new Identified<Pick<RefusedSyscallEntry, "abi" | "name" | "error">>();

  add({ abi, nr, ret }: SyscallRefused, fact: Fact, run: Run): void {
    const identity = { abi, name: syscallName(abi, nr), error: errnoName(ret) };
    this.#known.add([abi, identity.name, identity.error], identity, null, fact, run);
  }

  /** By ABI, name, error. */
  entries(namesOf: NamesOf, limits: PartLimits): RefusedSyscallEntry[] {
    const entries = this.#known
      .sorted()
      .map(({ identity, tally }) => ({ ...identity, ...tally.evidence(namesOf) }));
    return limits.entries(entries, this.#known.dropped, ({ name }) => name);
  }
}
