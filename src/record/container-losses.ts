/** Counts losses by container, so that one container's losses make no other image partial. */
import type { Loss } from "../model/recordings/recording.js";
import type { TrackedContainer } from "./containers/tracker.js";
import { nameLosses } from "./losses.js";

/** The counters of the kernel side. */
export interface ChargedLosses {
  /** grows with every loss that is counted for a container */
  readonly readCharged: () => bigint;
  /** the losses of every container, indexed by enum event_kind and enum loss */
  readonly readAccounts: () => Iterable<readonly [cgroup: bigint, lost: readonly number[]]>;
  /** forgets the account of a container that has ended, and returns its losses */
  readonly closeAccount: (cgroup: bigint) => readonly number[];
}

export class ContainerLosses {
  readonly #kernel: ChargedLosses;
  readonly #find: (cgroup: bigint) => TrackedContainer | undefined;
  /** by cgroup; only containers that lost something */
  readonly #lost = new Map<bigint, readonly number[]>();
  /** the same, for accounts that were closed */
  readonly #closed = new Map<bigint, readonly number[]>();
  #charged = 0n;

  constructor(kernel: ChargedLosses, find: (cgroup: bigint) => TrackedContainer | undefined) {
    this.#kernel = kernel;
    this.#find = find;
  }

  /** A container has ended. Only a task that moved to another cgroup can still lose events. */
  close(cgroup: bigint): void {
    const lost = sum(this.#closed.get(cgroup), this.#kernel.closeAccount(cgroup));
    if (lost.some((count) => count > 0)) this.#closed.set(cgroup, lost);
    this.#lost.delete(cgroup);
  }

  /**
   * One entry for each container and kind of loss. Losses of a container that a filter leaves out
   * don't count. Losses of an unknown container are not listed while its start may still arrive;
   * at the end they count for every container.
   */
  list(overflown: ReadonlyMap<TrackedContainer, number>, { isEnd }: { isEnd: boolean }): Loss[] {
    this.#refresh();
    const losses: Loss[] = [];
    for (const cgroup of new Set([...this.#lost.keys(), ...this.#closed.keys()])) {
      const container = this.#find(cgroup);
      if (container === undefined ? !isEnd : container.decision === "unwanted") continue;
      const kernel = sum(this.#lost.get(cgroup), this.#closed.get(cgroup));
      losses.push(...ofContainer(nameLosses({ kernel }), container));
    }
    for (const [container, count] of overflown) {
      losses.push(...ofContainer(nameLosses({ overflown: count }), container));
    }
    return mergeLosses(losses);
  }

  #refresh(): void {
    const charged = this.#kernel.readCharged();
    if (charged === this.#charged) return;
    this.#charged = charged;
    for (const [cgroup, lost] of this.#kernel.readAccounts()) {
      if (lost.some((count) => count > 0)) this.#lost.set(cgroup, lost);
    }
  }
}

function sum(a: readonly number[] = [], b: readonly number[] = []): readonly number[] {
  const [long, short] = a.length < b.length ? [b, a] : [a, b];
  return long.map((count, index) => count + (short[index] ?? 0));
}

function ofContainer(losses: readonly Loss[], container: TrackedContainer | undefined): Loss[] {
  return losses.map((loss) =>
    container === undefined ? loss : { ...loss, containerId: container.id },
  );
}

/** Sums up losses of the same container and kind. A container that was started again is the same. */
export function mergeLosses(losses: readonly Loss[]): Loss[] {
  const merged = new Map<string, Loss>();
  for (const loss of losses) {
    const key = `${loss.containerId ?? ""} ${loss.what}`;
    merged.set(key, { ...loss, count: loss.count + (merged.get(key)?.count ?? 0) });
  }
  return [...merged.values()];
}
