/** The system calls, capabilities and privileges that an image used. */
import type { Baseline, SyscallsByAbi } from "../model/baseline.js";
import { compareTexts, sortedTexts } from "../model/order.js";
import { printable } from "../model/text.js";
import {
  byWhom,
  failures,
  formatRows,
  joinNotes,
  titleOf,
  wrapAfter,
  wrapWords,
  type Row,
  type ViewContext,
} from "./profile-view-rows.js";

/** What Docker and Podman's relatives grant (moby: daemon/pkg/oci/caps/defaults.go). */
const DOCKER_CAPABILITIES: readonly string[] = [
  "CAP_AUDIT_WRITE",
  "CAP_CHOWN",
  "CAP_DAC_OVERRIDE",
  "CAP_FOWNER",
  "CAP_FSETID",
  "CAP_KILL",
  "CAP_MKNOD",
  "CAP_NET_BIND_SERVICE",
  "CAP_NET_RAW",
  "CAP_SETFCAP",
  "CAP_SETGID",
  "CAP_SETPCAP",
  "CAP_SETUID",
  "CAP_SYS_CHROOT",
];

/** The kernel asks of every program, in passing at least: where it told nothing, nothing is known. */
export function formatCapabilities({ capabilities }: Baseline, context: ViewContext): string {
  if (capabilities.length === 0) return "";
  const namesOf = (use: string): string[] =>
    sortedTexts(capabilities.filter((entry) => entry.use === use).map(({ name }) => name));
  const used = capabilities.filter(({ use }) => use === "used");
  const isUsed = new Set(used.map(({ name }) => name));
  const rows = used.map((entry): Row => ({
    name: printable(entry.name),
    evidence: entry,
    note: joinNotes(`in ${entry.calls.join(" ")}`, byWhom(entry, context)),
  }));
  const title = titleOf("USED", rows.length, "capability").replace("capabilitys", "capabilities");
  const unused = DOCKER_CAPABILITIES.filter((name) => !isUsed.has(name));
  return [
    formatRows(
      `${title} (Docker grants ${String(DOCKER_CAPABILITIES.length)} by default)`,
      rows,
      context,
    ),
    ...wrapAfter("refused", namesOf("refused")),
    ...wrapAfter(
      "asked for in passing, and not needed",
      namesOf("probed").filter((name) => !isUsed.has(name)),
    ),
    ...wrapAfter("granted by Docker and not used", unused),
  ].join("\n");
}

export function formatPrivileges({ privileges }: Baseline, context: ViewContext): string {
  if (privileges.length === 0) return "";
  const rows = privileges.map((entry): Row => ({
    name: printable(joinNotes(entry.call, entry.what)),
    evidence: entry,
    note: joinNotes(failures(entry.results), byWhom(entry, context)),
  }));
  const title = titleOf("CHANGED RIGHTS, or reached further, by", rows.length, "call");
  return formatRows(title, rows, context);
}

export function formatSyscalls({ syscalls }: Baseline, context: ViewContext): string {
  const { dockerDefault, dockerConditional, dockerDefaultCount } = context;
  const names = namesOf(syscalls.workload);
  const conditional = names.filter((name) => dockerConditional.has(name));
  const beyond = names.filter((name) => !dockerDefault.has(name) && !dockerConditional.has(name));
  const title =
    titleOf("USED", names.length, "system call") +
    ` (Docker's default profile allows ${String(dockerDefaultCount)})`;
  return [
    title,
    ...wrapWords(names),
    ...wrapAfter("allowed there with some arguments only", conditional),
    ...wrapAfter("not allowed there", beyond),
  ].join("\n");
}

function namesOf(byAbi: SyscallsByAbi): string[] {
  return sortedTexts(
    Object.values(byAbi).flatMap((entries) => entries.map(({ name }) => printable(name))),
  );
}

/** By call: `socket: AF_INET SOCK_STREAM IPPROTO_IP, …`. */
export function formatArguments({ syscallArguments }: Baseline, { limit }: ViewContext): string {
  const byCall = new Map<string, Set<string>>();
  for (const { call, meaning } of syscallArguments) {
    byCall.set(call, (byCall.get(call) ?? new Set()).add(printable(meaning)));
  }
  if (byCall.size === 0) return "";
  const lines = [...byCall]
    .sort(([a], [b]) => compareTexts(a, b))
    .flatMap(([call, meanings]) => {
      const shown = [...meanings].slice(0, limit);
      const hidden = meanings.size - shown.length;
      const items = hidden > 0 ? [...shown, `… and ${String(hidden)} more`] : shown;
      return wrapAfter(printable(call), items.join(", ").split(" "));
    });
  return [titleOf("USED arguments of", byCall.size, "system call"), ...lines].join("\n");
}

export function formatRefused({ refused }: Baseline): string {
  const rows = [
    ...refused.executables.map(({ path, error }) => `  exec ${printable(path)}: ${error}`),
    ...refused.syscalls.map(({ name, error, by }) => {
      const who = by.filter((path) => path !== "").map(printable);
      const whom = who.length === 0 ? "" : `, for ${who.join(" ")}`;
      return `  ${name}: ${error} by a seccomp filter${whom}`;
    }),
  ];
  return rows.length === 0 ? "" : ["TRIED and was refused", ...rows].join("\n");
}

export function formatBlindSpots({ blindSpots }: Baseline): string {
  if (blindSpots.length === 0) return "";
  const lines = blindSpots.flatMap(({ message }) => {
    const [first = "", ...rest] = wrapWords(["-", ...printable(message).split(" ")], "    ");
    return [`  ${first.trimStart()}`, ...rest];
  });
  return [titleOf("BLIND to", blindSpots.length, "thing"), ...lines].join("\n");
}
