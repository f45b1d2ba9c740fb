import type {
  ArgumentEntry,
  Baseline,
  CapabilityEntry,
  Evidence,
  PrivilegeEntry,
  SocketEntry,
} from "../../model/baseline/baseline.js";
import { argumentMeaning } from "../../model/kernel/argument-meaning.js";
import { capabilityName, capabilityUse } from "../../model/kernel/capabilities.js";
import { errnoName } from "../../model/kernel/errno.js";
import {
  unreachable,
  type Argument,
  type Capability,
  type Privilege,
  type Socket,
} from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { sortedTexts } from "../../model/order.js";
import { privilegeMeaning } from "../../model/kernel/privilege-meaning.js";
import {
  socketFamilyName,
  socketProtocolName,
  socketTypeName,
} from "../../model/kernel/socket-names.js";
import { syscallName } from "../../model/kernel/syscalls.js";
import { Identified } from "../evidence/identified.js";
import type { ListLimits, PartLimits } from "../evidence/list-limits.js";
import type { Run } from "../run.js";
import type { NamesOf } from "../evidence/tally.js";

type Lists = Pick<Baseline, "sockets" | "capabilities" | "privileges" | "syscallArguments">;
type Identity<E> = Omit<E, "results" | "calls" | "count" | "runs" | "when" | "by" | Seen>;
type Seen = "firstSeen" | "lastSeen";

/** What an image asked of the kernel that takes rights, or that a filter could refuse. */
export class Rights {
  readonly #sockets = new Identified<Identity<SocketEntry>>();
  readonly #capabilities = new Identified<Identity<CapabilityEntry>>();
  readonly #privileges = new Identified<Identity<PrivilegeEntry>>();
  readonly #arguments = new Identified<Identity<ArgumentEntry>>();

  add(behaviour: Socket | Argument | Capability | Privilege, fact: Fact, run: Run): void {
    switch (behaviour.kind) {
      case "socket":
        this.#addSocket(behaviour, fact, run);
        return;
      case "argument":
        this.#addArgument(behaviour, fact, run);
        return;
      case "capability":
        this.#addCapability(behaviour, fact, run);
        return;
      case "privilege":
        this.#addPrivilege(behaviour, fact, run);
        return;
      default:
        unreachable(behaviour);
    }
  }

  #addSocket(socket: Socket, fact: Fact, run: Run): void {
    const family = socketFamilyName(socket.family);
    const type = socketTypeName(socket.type);
    const protocol = socketProtocolName(socket.family, socket.protocol);
    const key = [family, type, protocol];
    this.#sockets.add(key, { family, type, protocol }, resultName(socket.ret), fact, run);
  }

  #addCapability(capability: Capability, fact: Fact, run: Run): void {
    const { abi, nr } = capability;
    const name = capabilityName(capability.capability);
    const use = capabilityUse(capability);
    const call = nr === null ? null : syscallName(abi, nr);
    this.#capabilities.add([name, use], { name, use }, call, fact, run);
  }

  #addPrivilege({ abi, nr, values, ret }: Privilege, fact: Fact, run: Run): void {
    const call = syscallName(abi, nr);
    const what = privilegeMeaning(call, values);
    this.#privileges.add([call, what], { call, what }, resultName(ret), fact, run);
  }

  #addArgument({ abi, nr, values }: Argument, fact: Fact, run: Run): void {
    const call = syscallName(abi, nr);
    const meaning = argumentMeaning(call, values);
    // numbers of one length sort as texts do
    const key = [abi, call, ...values.map((value) => String(value).padStart(20, "0"))];
    this.#arguments.add(key, { abi, call, values, meaning }, null, fact, run);
  }

  lists(namesOf: NamesOf, limits: ListLimits): Lists {
    const entriesOf = <I, E extends I & Evidence>(
      part: PartLimits,
      known: Identified<I>,
      entryOf: (identity: I, details: string[], evidence: Evidence) => E,
      placeOf: (entry: E) => string,
    ): E[] => {
      const entries = known
        .sorted()
        .map(({ identity, details, tally }) =>
          entryOf(identity, sortedTexts(details), tally.evidence(namesOf)),
        );
      return part.entries(entries, known.dropped, placeOf);
    };
    return {
      sockets: entriesOf(
        limits.of("sockets"),
        this.#sockets,
        (identity, results, evidence) => ({ ...identity, results, ...evidence }),
        ({ family }) => family,
      ),
      capabilities: entriesOf(
        limits.of("capabilities"),
        this.#capabilities,
        (identity, calls, evidence) => ({ ...identity, calls, ...evidence }),
        ({ name }) => name,
      ),
      privileges: entriesOf(
        limits.of("privileges"),
        this.#privileges,
        (identity, results, evidence) => ({ ...identity, results, ...evidence }),
        ({ call }) => call,
      ),
      syscallArguments: entriesOf(
        limits.of("syscallArguments"),
        this.#arguments,
        (identity, _, evidence) => ({ ...identity, ...evidence }),
        ({ call }) => call,
      ),
    };
  }
}

function resultName(ret: number): string {
  return ret >= 0 ? "done" : errnoName(ret);
}
