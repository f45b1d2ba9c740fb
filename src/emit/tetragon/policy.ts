/** A TracingPolicy (cilium.io/v1alpha1) that matches behaviour outside of a baseline. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { CxrayError } from "../../model/errors.js";
import { objectName, repositoryNames } from "../image-names.js";
import { selectorOf } from "../network/options.js";
import { connectsOf, type Transport } from "./connects.js";
import { Names } from "./names.js";
import type { TetragonOptions } from "./options.js";

/** The longest path in `matchBinaries`, in bytes. */
const LONGEST_BINARY = 255;

/**
 * Bits of f_flags in `struct file`: O_WRONLY and O_RDWR together, and the one that the kernel sets
 * on opens for execution.
 */
const OPENED_FOR_WRITING = "3";
const OPENED_TO_EXECUTE = "32";

/**
 * One condition; all conditions of a selector must hold. `args` is the index of the hook's
 * argument.
 */
interface Test {
  readonly args: readonly [number];
  readonly operator: string;
  readonly values: readonly string[];
}

export interface TracingPolicy {
  readonly document: object;
  /** whether it selects containers of the image; else only Pods by their labels */
  readonly isForImage: boolean;
  /** the number of recorded names that no selector can express */
  readonly leftOut: number;
  /** the number of patterns that became prefixes */
  readonly widened: number;
}

/** Throws `no-behaviour` if no program was recorded. */
export function tracingPolicy(baseline: Baseline, options: TetragonOptions): TracingPolicy {
  const programs = new Names(baseline.executables);
  if (programs.equal.length + programs.prefixes.length === 0) throw noBehaviour(baseline);
  const { executables, filesRead, filesWritten } = baseline;
  const scripts = executables.flatMap(({ interprets = [] }) => interprets);
  const executed = new Names([...executables, ...scripts]);
  const written = new Names(filesWritten);
  const opened = new Names([...executables, ...scripts, ...filesRead, ...filesWritten]);
  const binaries = binariesOf(baseline);
  const matchActions = actionsOf(options);
  const lists = [executed, written, opened];
  const repositories = repositoryNames(baseline.image);
  const document = {
    apiVersion: "cilium.io/v1alpha1",
    kind: "TracingPolicy",
    metadata: { name: objectName(baseline.image) },
    spec: {
      ...selectors(repositories, options),
      kprobes: [
        executeHook(executed, matchActions),
        openHook({ written, opened, binaries }, matchActions),
        connectHook(baseline, matchActions),
      ],
    },
  };
  return {
    document,
    isForImage: repositories.length > 0,
    leftOut: new Set(lists.flatMap(({ leftOut }) => [...leftOut])).size,
    widened: new Set(lists.flatMap(({ prefixes }) => prefixes)).size,
  };
}

/** Selects containers of the image, in any Pod or in Pods with the given labels. */
function selectors(values: readonly string[], options: TetragonOptions): object {
  const isNamed = values.length > 0;
  return {
    ...(options.podLabels === null && isNamed ? {} : { podSelector: selectorOf(options) }),
    ...(isNamed
      ? { containerSelector: { matchExpressions: [{ key: "repo", operator: "In", values }] } }
      : {}),
  };
}

function actionsOf({ action }: TetragonOptions): readonly object[] {
  return [action === "Override" ? { action, argError: -1 } : { action }];
}

/** Matches every name that is not in `names`. */
function outside(names: Names): Test[] {
  return [...test("NotEqual", names.equal), ...test("NotPrefix", names.prefixes)];
}

/** Empty if there are no values: nothing is excluded then. */
function test(operator: string, values: readonly string[], argument = 0): Test[] {
  return values.length === 0 ? [] : [{ args: [argument], operator, values }];
}

function executeHook(executed: Names, matchActions: readonly object[]): object {
  return {
    call: "security_bprm_check",
    syscall: false,
    message: "a program that cxray did not see",
    args: [{ index: 0, type: "linux_binprm" }],
    selectors: [{ matchArgs: outside(executed), matchActions }],
  };
}

interface Opened {
  readonly written: Names;
  readonly opened: Names;
  readonly binaries: readonly object[];
}

/**
 * The first selector that matches decides. The first one skips opens for execution, which the other
 * hook checks. The others apply only to the listed programs: what the runtime opens before these is
 * not the image's behaviour.
 */
function openHook({ written, opened, binaries }: Opened, matchActions: readonly object[]): object {
  const isRegular = test("FileType", ["reg"]);
  const write = [...isRegular, ...test("Mask", [OPENED_FOR_WRITING], 1), ...outside(written)];
  const read = [...isRegular, ...outside(opened)];
  return {
    call: "security_file_open",
    syscall: false,
    message: "a file that cxray did not see opened, or not for writing",
    args: [
      { index: 0, type: "file" },
      { index: 0, type: "uint32", resolve: "f_flags", label: "flags" },
    ],
    selectors: [
      { matchArgs: test("Mask", [OPENED_TO_EXECUTE], 1), matchActions: [{ action: "NoPost" }] },
      ...binaries.flatMap((binary) =>
        [write, read].map((matchArgs) => ({ matchBinaries: [binary], matchArgs, matchActions })),
      ),
    ],
  };
}

/** At most two: exact names and prefixes. */
function binariesOf({ executables }: Baseline): object[] {
  const names = new Names(executables, LONGEST_BINARY);
  return [
    { operator: "In", values: names.equal },
    { operator: "Prefix", values: names.prefixes },
  ].filter(({ values }) => values.length > 0);
}

const PROTOCOLS = { tcp: "IPPROTO_TCP", udp: "IPPROTO_UDP" } as const;

function connectHook(baseline: Baseline, matchActions: readonly object[]): object {
  const transports: readonly Transport[] = ["tcp", "udp"];
  return {
    call: "security_socket_connect",
    syscall: false,
    message: "an address or a port that cxray did not see called",
    args: [
      { index: 0, type: "socket" },
      { index: 1, type: "sockaddr" },
    ],
    selectors: transports.flatMap((transport) =>
      connectTests(baseline, transport).map((matchArgs) => ({ matchArgs, matchActions })),
    ),
  };
}

/** Tetragon calls the address of a `sockaddr` the source address, whatever the direction. */
function connectTests(baseline: Baseline, transport: Transport): Test[][] {
  const { addresses, ports, openPorts, openAddresses } = connectsOf(baseline, transport);
  const always = [
    ...test("Protocol", [PROTOCOLS[transport]]),
    ...test("Family", ["AF_INET", "AF_INET6"], 1),
  ];
  if (ports.length + addresses.length === 0) return [always];
  const otherPort = [...test("NotSPort", ports, 1), ...test("NotSAddr", openAddresses, 1)];
  const otherAddress = [...test("NotSAddr", addresses, 1), ...test("NotSPort", openPorts, 1)];
  return [otherPort, otherAddress].map((tests) => [...always, ...tests]);
}

function noBehaviour({ image }: Baseline): CxrayError {
  return new CxrayError(
    "no-behaviour",
    `no program of ${image.references[0] ?? image.name} was recorded`,
    "The policy would report everything. Record a container of the image from its start.",
  );
}
