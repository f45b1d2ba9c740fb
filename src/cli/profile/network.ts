/** The sections of destinations, listeners and names. */
import type { Baseline, DestinationEntry } from "../../model/baseline/baseline.js";
import { plural } from "../../model/plural.js";
import { printable } from "../../model/text.js";
import { formatList } from "./list.js";
import { failures, type ViewContext } from "./rows.js";

/** How many requests of one destination are shown, without `--all`. */
const MOST_REQUESTS = 5;

export function formatDestinations(baseline: Baseline, context: ViewContext): string {
  const most = context.limit === Infinity ? Infinity : MOST_REQUESTS;
  return formatList("destinations", baseline, context, {
    evenEmpty: true,
    rowOf: (entry) => ({
      notes: [entry.results.join(", ")],
      more: [...destinationNames(entry), ...requestsOf(entry, most)],
    }),
  });
}

function destinationNames(entry: DestinationEntry): string[] {
  const { address, addresses = [], serverNames = [], path } = entry;
  const names = (entry.names ?? []).filter((name) => name !== address);
  const parts = [
    ...(addresses.length === 0 ? [] : [`at ${addresses.map(printable).join(" ")}`]),
    ...(names.length === 0 ? [] : [`named ${names.map(printable).join(" ")}`]),
    ...(serverNames.length === 0 ? [] : [`TLS for ${serverNames.map(printable).join(" ")}`]),
    ...(path === undefined ? [] : [`which is ${printable(path)}`]),
  ];
  return parts.length === 0 ? [] : [parts.join(" · ")];
}

function requestsOf({ requests = [] }: DestinationEntry, most: number): string[] {
  const shown = requests
    .slice(0, most)
    .map(({ method, host, path }) => printable(`${method} ${host}${path}`));
  const hidden = requests.length - shown.length;
  return hidden > 0 ? [...shown, `… and ${plural(hidden, "other request")}`] : shown;
}

export function formatListeners(baseline: Baseline, context: ViewContext): string {
  return formatList("listeners", baseline, context, {
    evenEmpty: true,
    rowOf: ({ path }) => ({ more: path === undefined ? [] : [`which is ${printable(path)}`] }),
  });
}

export function formatNames(baseline: Baseline, context: ViewContext): string {
  return formatList("names", baseline, context, {
    hidesPrograms: true,
    rowOf: ({ addresses, aliases }) => {
      const answer = addresses.length === 0 ? "no address" : addresses.join(" ");
      const via = aliases.length === 0 ? "" : `through ${aliases.join(" ")}`;
      return { notes: [printable(answer), printable(via)] };
    },
  });
}

export function formatSockets(baseline: Baseline, context: ViewContext): string {
  return formatList("sockets", baseline, context, {
    rowOf: ({ results }) => ({ notes: [failures(results)] }),
  });
}
