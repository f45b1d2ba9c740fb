/**
 * Arguments with which a call is allowed, where a filter can look at them and much depends on them:
 * the family of a socket, the namespaces that are made, the personality. Everything else that was
 * used is allowed with any arguments: what a program asks an ioctl or prctl for differs by library
 * and kernel, and is answered by rights of its own.
 */
import type { ArgumentEntry, Baseline } from "../../model/baseline/baseline.js";
import { argumentMeaning } from "../../model/kernel/argument-meaning.js";
import { socketMeaning } from "../../model/kernel/socket-names.js";
import { CLONE_NEWTIME, CLONE_ONLY, NAMESPACES, unionOf } from "../clone-flags.js";
import { sortedBy } from "../../model/order.js";

/** A test of one argument: `(argument & value) == valueTwo`. */
export interface ArgumentTest {
  readonly index: number;
  /** the mask */
  readonly value: number;
  readonly valueTwo: number;
  readonly op: "SCMP_CMP_MASKED_EQ";
}

/** Arguments with which a call is allowed; all tests have to hold. */
export interface ArgumentRule {
  readonly call: string;
  readonly args: readonly ArgumentTest[];
  readonly comment: string;
}

/**
 * Rules for the calls that are allowed with some arguments only, several for one call where one of
 * them has to hold. A call of which no arguments were recorded is not among them, nor one that the
 * runtime was seen to make under a filter: its arguments are not recorded. Where some of it was
 * recorded before arguments were, every call is allowed with any.
 */
export function argumentRules(baseline: Baseline): ArgumentRule[] {
  if (isPartlyEarlier(baseline)) return [];
  const start = new Set(namesIn(baseline.syscalls.start));
  return [
    ...(start.has("socket") ? [] : socketRules(entriesOf(baseline, "socket"))),
    ...cloneRules(baseline),
    ...unshareRules(entriesOf(baseline, "unshare")),
    ...(start.has("personality") ? [] : personalityRules(entriesOf(baseline, "personality"))),
  ];
}

/**
 * Whether clone3 should seem missing, although it was used: a filter can't look at its flags, which
 * lie in memory, and could not refuse it namespaces. glibc then calls clone, as it does under
 * Docker's own profile. What clone can't do, put the child into a cgroup, is left to clone3.
 */
export function hidesClone3(baseline: Baseline): boolean {
  if (isPartlyEarlier(baseline)) return false;
  const entries = entriesOf(baseline, "clone3");
  const flags = unionOf(entries);
  return entries.length > 0 && (flags & CLONE_ONLY) === 0n && (flags & NAMESPACES) === 0n;
}

function isPartlyEarlier({ blindSpots }: Baseline): boolean {
  return blindSpots.some(({ code }) => code === "earlier-recording");
}

function namesIn(byAbi: Baseline["syscalls"]["start"]): string[] {
  return Object.values(byAbi).flatMap((entries) => entries.map(({ name }) => name));
}

function entriesOf({ syscallArguments }: Baseline, call: string): ArgumentEntry[] {
  return syscallArguments.filter((entry) => entry.call === call);
}

/** The kernel looks at 32 bits of these, whatever else is in the register. */
const INT = 0xffff_ffff;

function equals(index: number, wanted: number, mask = INT): ArgumentTest {
  return { index, value: mask, valueTwo: wanted, op: "SCMP_CMP_MASKED_EQ" };
}

const AF_UNIX = 1;
const AF_INET = 2;
const AF_INET6 = 10;
const AF_NETLINK = 16;
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
const SOCK_SEQPACKET = 5;
/** Without SOCK_NONBLOCK and SOCK_CLOEXEC. */
const SOCK_TYPE_MASK = 0xf;

/**
 * Families that were seen. IPv4 and IPv6 come together, since which one a name leads to depends on
 * the network; TCP and UDP too, but not raw sockets. Of netlink, which reaches many parts of the
 * kernel, those parts that were seen.
 */
function socketRules(entries: readonly ArgumentEntry[]): ArgumentRule[] {
  const rules = new Map<string, ArgumentRule>();
  for (const args of entries.flatMap(socketTests)) {
    const wanted = (index: number): number[] =>
      args.filter((test) => test.index === index).map(({ valueTwo }) => valueTwo);
    const words = socketMeaning(wanted(0)[0] ?? 0, wanted(1)[0] ?? 0, wanted(2)[0] ?? 0).split(" ");
    const tested = words.filter((_word, index) => wanted(index).length > 0);
    rules.set(JSON.stringify(args), {
      call: "socket",
      args,
      comment: `socket ${tested.join(" ")}`,
    });
  }
  return sortedBy(rules.values(), ({ comment }) => comment);
}

/** What is allowed because of one set of family, type and protocol. */
function socketTests({ values }: ArgumentEntry): ArgumentTest[][] {
  const [family = 0, type = 0, protocol = 0] = values;
  const typesOf = (each: number, ...types: readonly number[]): ArgumentTest[][] =>
    types.map((some) => [equals(0, each), equals(1, some, SOCK_TYPE_MASK)]);
  switch (family) {
    case AF_UNIX:
      return typesOf(family, SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET, type);
    case AF_INET:
    case AF_INET6:
      return [AF_INET, AF_INET6].flatMap((each) => typesOf(each, SOCK_STREAM, SOCK_DGRAM, type));
    case AF_NETLINK:
      return [[equals(0, family), equals(2, protocol)]];
    default:
      return [[equals(0, family)]];
  }
}

/** Without the namespaces that were not seen to be made. The runtime makes none under a filter. */
function cloneRules(baseline: Baseline): ArgumentRule[] {
  const entries = [...entriesOf(baseline, "clone"), ...entriesOf(baseline, "clone3")];
  const used = namesIn(baseline.syscalls.workload).includes("clone");
  const isKnown = used ? entries.length > 0 : baseline.syscallArguments.length > 0;
  return isKnown ? withoutFlags("clone", NAMESPACES & ~unionOf(entries)) : [];
}

function unshareRules(entries: readonly ArgumentEntry[]): ArgumentRule[] {
  if (entries.length === 0) return [];
  return withoutFlags("unshare", (NAMESPACES | CLONE_NEWTIME) & ~unionOf(entries));
}

function withoutFlags(call: string, forbidden: bigint): ArgumentRule[] {
  if (forbidden === 0n) return [];
  const mask = Number(forbidden);
  const comment = `${call} without ${argumentMeaning("unshare", [mask])}`;
  return [{ call, args: [equals(0, 0, mask)], comment }];
}

/** What Docker's own profile allows: Linux, 32 bits, UNAME26, and the question which one it is. */
const PERSONALITIES = [0, 8, 0x2_0000, 0x2_0008, INT];

function personalityRules(entries: readonly ArgumentEntry[]): ArgumentRule[] {
  if (entries.length === 0) return [];
  const seen = entries.map(({ values: [persona = 0] }) => persona >>> 0);
  return [...new Set([...PERSONALITIES, ...seen])]
    .sort((a, b) => a - b)
    .map((persona) => ({
      call: "personality",
      args: [equals(0, persona)],
      comment: `personality ${argumentMeaning("personality", [persona])}`,
    }));
}
