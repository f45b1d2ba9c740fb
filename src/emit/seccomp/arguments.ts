/**
 * Restrictions of calls by argument, where a filter can check the argument and it matters: the
 * socket family, new namespaces, the personality. Any other used call is allowed with any
 * arguments: what a program requests by ioctl or prctl differs by library and kernel, and the
 * kernel checks privileges for it.
 */
import type { ArgumentEntry, Baseline } from "../../model/baseline/baseline.js";
import { argumentMeaning } from "../../model/kernel/argument-meaning.js";
import { socketMeaning } from "../../model/kernel/socket-names.js";
import { CLONE_NEWTIME, CLONE_ONLY, NAMESPACES, unionOf } from "../clone-flags.js";
import { sortedBy } from "../../model/order.js";

/** A condition on one argument: `(argument & value) == valueTwo`. */
export interface ArgumentTest {
  readonly index: number;
  /** the mask */
  readonly value: number;
  readonly valueTwo: number;
  readonly op: "SCMP_CMP_MASKED_EQ";
}

/** A rule for one call; all conditions must hold. */
export interface ArgumentRule {
  readonly call: string;
  readonly args: readonly ArgumentTest[];
  readonly comment: string;
}

/**
 * Rules for the calls that are allowed with some arguments only. If a call has several rules, one
 * of them must hold. A call without recorded arguments has no rule; neither has a call of the
 * runtime under a filter, because its arguments are not recorded. If part of the baseline was
 * recorded before cxray recorded arguments, no call has a rule.
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
 * Whether clone3 is answered with ENOSYS although it was used. Its flags lie in memory, where a
 * filter cannot check them, so a filter cannot refuse it namespaces. glibc falls back to clone, as
 * under Docker's own profile. Not if a clone3 put the child into a cgroup, which clone cannot do,
 * or made a namespace.
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

/** The kernel reads only the lower 32 bits of these arguments. */
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
/** The type without SOCK_NONBLOCK and SOCK_CLOEXEC. */
const SOCK_TYPE_MASK = 0xf;

/**
 * The recorded families. IPv4 and IPv6 are allowed together, because it depends on the network to
 * which of them a name resolves; so are TCP and UDP, but not raw sockets. Netlink reaches many
 * parts of the kernel, so it is limited to the recorded protocols.
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

/** What one recorded combination of family, type and protocol allows. */
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

/** Forbids namespaces that were not recorded. The runtime makes none under a filter. */
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

/** The values that Docker's own profile allows: Linux, 32 bits, UNAME26, and the query. */
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
