/** The kernel's accounts: losses per container. */
import type { ChargedLosses } from "../container-losses.js";
import type { Libbpf } from "./ffi.js";
import { WIRE_LOSS } from "./wire-enums.js";
import { ACCOUNT, COUNTERS } from "./wire.js";

const KEY_SIZE = 8;

/** `fd`: the map of accounts; `counts`: the kernel's counts for all containers. */
export function openAccounts(bpf: Libbpf, fd: number, counts: BigUint64Array): ChargedLosses {
  const value = new Uint8Array(ACCOUNT.size);
  const numbers = new BigUint64Array(value.buffer, ACCOUNT.lost, WIRE_LOSS.LOSS_END);
  const lostOf = (key: Uint8Array): readonly number[] =>
    bpf.lookupMap(fd, key, value) === 0 ? Array.from(numbers, Number) : [];

  const keys = (): Uint8Array[] => {
    const found: Uint8Array[] = [];
    for (let key: Uint8Array | null = null; ;) {
      const next = new Uint8Array(KEY_SIZE);
      if (bpf.nextKey(fd, key, next) !== 0) return found;
      found.push(next);
      key = next;
    }
  };

  return {
    readCharged: () => Atomics.load(counts, COUNTERS.charged / 8),
    readAccounts: () =>
      keys().map((key) => [new BigUint64Array(key.buffer)[0] ?? 0n, lostOf(key)] as const),
    closeAccount: (cgroup) => {
      const key = new Uint8Array(BigUint64Array.of(cgroup).buffer);
      const lost = lostOf(key);
      bpf.deleteKey(fd, key);
      return lost;
    },
  };
}
