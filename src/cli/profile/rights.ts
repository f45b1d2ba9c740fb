/** The sections of system calls, capabilities and changes of rights. */
import type {
  Baseline,
  RefusedSyscallEntry,
  SyscallsByAbi,
} from "../../model/baseline/baseline.js";
import { describeEntry, titleOf } from "../../model/baseline/parts.js";
import { DEFAULT_CAPABILITIES } from "../../model/concerns/patterns.js";
import { compareTexts, sortedTexts } from "../../model/order.js";
import { plural } from "../../model/plural.js";
import { printable } from "../../model/text.js";
import { formatEntries } from "./list.js";
import { hiddenCount, type ViewContext } from "./rows.js";
import { wrapAfter, wrapHanging, wrapItem, wrapWords } from "./text.js";

/** Every program makes the kernel check capabilities. So an empty list means that none were seen. */
export function formatCapabilities({ capabilities }: Baseline, context: ViewContext): string {
  if (capabilities.length === 0) return "";
  const capabilityNames = (use: string): string[] =>
    sortedTexts(capabilities.filter((entry) => entry.use === use).map(({ name }) => name));
  const used = capabilities.filter(({ use }) => use === "used");
  const isUsed = new Set(used.map(({ name }) => name));
  const { width } = context;
  const unused = DEFAULT_CAPABILITIES.filter((name) => !isUsed.has(name));
  return [
    formatEntries("capabilities", used, context, {
      remark: ` (Docker grants ${String(DEFAULT_CAPABILITIES.length)} by default)`,
      rowOf: ({ name, calls }) => ({ name: printable(name), notes: [`in ${calls.join(" ")}`] }),
    }),
    ...wrapAfter("refused", capabilityNames("refused"), width),
    ...wrapAfter(
      "asked for in passing, and not needed",
      capabilityNames("probed").filter((name) => !isUsed.has(name)),
      width,
    ),
    ...wrapAfter("granted by Docker and not used", unused, width),
  ].join("\n");
}

export function formatSyscalls({ syscalls }: Baseline, context: ViewContext): string {
  const { dockerDefault, dockerConditional, dockerDefaultCount, width, style } = context;
  const names = callNames(syscalls.workload);
  const conditional = names.filter((name) => dockerConditional.has(name));
  const beyond = names.filter((name) => !dockerDefault.has(name) && !dockerConditional.has(name));
  const title =
    titleOf("syscalls.workload", names.length) +
    ` (Docker's default profile allows ${String(dockerDefaultCount)})`;
  return [
    style.heading(title),
    ...wrapWords(names, width),
    ...wrapAfter("allowed there with some arguments only", conditional, width),
    ...wrapAfter("not allowed there", beyond, width),
  ].join("\n");
}

function callNames(byAbi: SyscallsByAbi): string[] {
  return sortedTexts(
    Object.values(byAbi).flatMap((entries) => entries.map(({ name }) => printable(name))),
  );
}

/** One line for each call: `socket: AF_INET SOCK_STREAM IPPROTO_IP, …`. */
export function formatArguments(
  { syscallArguments }: Baseline,
  { limit, width, style }: ViewContext,
): string {
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
      return wrapAfter(printable(call), items.join(", ").split(" "), width);
    });
  const title = `USED arguments of ${plural(byCall.size, "system call")}`;
  return [style.heading(title), ...lines].join("\n");
}

/**
 * What was refused (programs that were not found are in `formatNotFound`). What the engine's own
 * profile refuses to every container says little about the image, so it is one line; this includes
 * clone3, which libc tries first.
 */
export function formatRefused({ refused }: Baseline, context: ViewContext): string {
  const { width, style, dockerDefault, dockerConditional } = context;
  const isByDefault = ({ name, error }: RefusedSyscallEntry): boolean =>
    name === "clone3"
      ? error === "ENOSYS"
      : error === "EPERM" && !dockerDefault.has(name) && !dockerConditional.has(name);
  const byDefault = sortedTexts(refused.syscalls.filter(isByDefault).map(({ name }) => name));
  const rows = [
    ...refused.executables
      .filter(({ error }) => !NOT_THERE.has(error))
      .map((entry) => describeEntry("refused.executables", entry)),
    ...refused.syscalls
      .filter((entry) => !isByDefault(entry))
      .map((entry) => {
        const who = entry.by.filter((path) => path !== "").map(printable);
        const whom = who.length === 0 ? "" : `, for ${who.join(" ")}`;
        return describeEntry("refused.syscalls", entry) + whom;
      }),
  ];
  const lines = rows.flatMap((row) => wrapHanging(row.split(" "), width));
  return [
    ...(rows.length === 0 ? [] : [style.heading("TRIED and was refused"), ...lines]),
    ...wrapAfter("refused to every container by Docker's default profile", byDefault, width),
  ].join("\n");
}

const NOT_THERE: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR"]);

/** Programs that were found in no directory. A search along PATH fails until it succeeds. */
export function formatNotFound(
  { refused, executables }: Baseline,
  { width, style, limit }: ViewContext,
): string {
  const found = new Set(
    executables.flatMap(({ path, invokedAs }) => [path, ...invokedAs]).map(lastPart),
  );
  const places = new Map<string, string[]>();
  for (const { path, error } of refused.executables) {
    const name = lastPart(path);
    if (!NOT_THERE.has(error) || found.has(name)) continue;
    places.set(name, [...(places.get(name) ?? []), path]);
  }
  if (places.size === 0) return "";
  const lines = [...places]
    .slice(0, limit)
    .flatMap(([name, paths]) => wrapAfter(printable(name), paths.map(printable), width));
  const title = `LOOKED IN VAIN for ${plural(places.size, "program")}`;
  return [style.heading(title), ...lines, ...hiddenCount(places.size - limit)].join("\n");
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export function formatBlindSpots({ blindSpots }: Baseline, { width, style }: ViewContext): string {
  if (blindSpots.length === 0) return "";
  const lines = blindSpots.flatMap(({ message }) => wrapItem(printable(message), width));
  return [style.heading(`BLIND to ${plural(blindSpots.length, "thing")}`), ...lines].join("\n");
}
