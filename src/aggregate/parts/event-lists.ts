/** Lists whose entries each come from one kind of event: one row per list. */
import type { Lists } from "../../model/baseline/lists.js";
import type { PartName } from "../../model/baseline/parts.js";
import type { Behaviour } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { argumentMeaning } from "../../model/kernel/argument-meaning.js";
import { capabilityName, capabilityUse } from "../../model/kernel/capabilities.js";
import { errnoName } from "../../model/kernel/errno.js";
import { signalName } from "../../model/kernel/signals.js";
import { privilegeMeaning } from "../../model/kernel/privilege-meaning.js";
import {
  socketFamilyName,
  socketProtocolName,
  socketTypeName,
} from "../../model/kernel/socket-names.js";
import { syscallName } from "../../model/kernel/syscalls.js";
import type { Run } from "../run.js";
import { Collector, type Listing } from "./collector.js";
import { Gathered } from "./gathered.js";
import type { Observed } from "../../model/baseline/part.js";

type Kind = Behaviour["kind"];
type BehaviourOf<K extends Kind> = Extract<Behaviour, { readonly kind: K }>;

/** An entry made from one event; a list field holds what this event adds. */
type FromEvent<P extends PartName, K extends Kind> = K extends Kind
  ? { readonly kind: K; readonly entryOf: (behaviour: BehaviourOf<K>) => Observed<P> }
  : never;

const FROM_EVENTS = {
  sockets: {
    kind: "socket",
    entryOf: ({ family, type, protocol, ret }) => ({
      family: socketFamilyName(family),
      type: socketTypeName(type),
      protocol: socketProtocolName(family, protocol),
      results: [resultName(ret)],
    }),
  },
  capabilities: {
    kind: "capability",
    entryOf: (capability) => ({
      name: capabilityName(capability.capability),
      use: capabilityUse(capability),
      calls: capability.nr === null ? [] : [syscallName(capability.abi, capability.nr)],
    }),
  },
  privileges: {
    kind: "privilege",
    entryOf: ({ abi, nr, values, ret }) => {
      const call = syscallName(abi, nr);
      return { call, what: privilegeMeaning(call, values), results: [resultName(ret)] };
    },
  },
  signals: {
    kind: "signal",
    entryOf: ({ signal, target, executable, ret }) => ({
      signal: signalName(signal),
      ...(target === null ? {} : { target }),
      ...(executable === null ? {} : { executable }),
      results: [resultName(ret)],
    }),
  },
  "syscalls.workload": {
    kind: "syscall",
    entryOf: ({ abi, nr }) => ({ abi, name: syscallName(abi, nr) }),
  },
  syscallArguments: {
    kind: "argument",
    entryOf: ({ abi, nr, values }) => {
      const call = syscallName(abi, nr);
      return { abi, call, values, meaning: argumentMeaning(call, values) };
    },
  },
  "refused.syscalls": {
    kind: "syscall-refused",
    entryOf: ({ abi, nr, ret }) => ({ abi, name: syscallName(abi, nr), error: errnoName(ret) }),
  },
} as const satisfies { readonly [P in PartName]?: FromEvent<P, Kind> };

type EventPart = keyof typeof FROM_EVENTS;
type EventKind = (typeof FROM_EVENTS)[EventPart]["kind"];
/** The behaviour that these lists contain. */
export type ListedBehaviour = BehaviourOf<EventKind>;

const KINDS: ReadonlySet<string> = new Set(Object.values(FROM_EVENTS).map(({ kind }) => kind));

/**
 * Whether the behaviour belongs to one of these lists, and not to a list that is gathered
 * elsewhere.
 */
export function isListed(behaviour: Behaviour): behaviour is ListedBehaviour {
  return KINDS.has(behaviour.kind);
}

interface List {
  readonly kind: Kind;
  readonly entryOf: (behaviour: never) => object;
  readonly collector: Collector<PartName>;
}

/** These lists, for one image. */
export class EventLists {
  readonly #lists = new Map(
    Object.entries(FROM_EVENTS).map(([part, row]): [string, List] => [
      part,
      { ...row, collector: new Collector(part as PartName, (each) => new Gathered(each)) },
    ]),
  );

  add(behaviour: ListedBehaviour, fact: Fact, run: Run): void {
    for (const { kind, entryOf, collector } of this.#lists.values()) {
      if (kind === behaviour.kind) collector.add(entryOf(behaviour as never), fact, run);
    }
  }

  lists(listing: Listing): Pick<Lists, EventPart> {
    const lists = [...this.#lists].map(([part, { collector }]) => [
      part,
      collector.entries(listing),
    ]);
    return Object.fromEntries(lists) as Pick<Lists, EventPart>;
  }
}

function resultName(ret: number): string {
  return ret >= 0 ? "done" : errnoName(ret);
}
