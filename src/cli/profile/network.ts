/** Whom an image called, where it awaited calls, and which names it asked for. */
import type { Baseline, DestinationEntry, ListenerEntry } from "../../model/baseline/baseline.js";
import { plural } from "../../model/plural.js";
import { printable } from "../../model/text.js";
import { concernWarnings } from "./concerns.js";
import { failures, formatRows, titleOf, type Row, type ViewContext } from "./rows.js";

/** Shown of one destination, unless all is. */
const MOST_REQUESTS = 5;

export function formatDestinations({ destinations }: Baseline, context: ViewContext): string {
  const most = context.limit === Infinity ? Infinity : MOST_REQUESTS;
  const rows = destinations.map((entry): Row => ({
    name: `${entry.transport} ${addressOf(entry.address, entry.port)}`,
    evidence: entry,
    warnings: concernWarnings("destinations", entry),
    notes: [entry.results.join(", ")],
    more: [...namesOf(entry), ...requestsOf(entry, most)],
  }));
  return formatRows(titleOf("CALLED", rows.length, "destination"), rows, context);
}

function namesOf({ names = [], serverNames = [], path }: DestinationEntry): string[] {
  const parts = [
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

export function formatListeners({ listeners }: Baseline, context: ViewContext): string {
  const rows = listeners.map((entry): Row => ({
    name: `${entry.transport} ${listenerAddress(entry)}`,
    evidence: entry,
    notes: [],
    more: entry.path === undefined ? [] : [`which is ${printable(entry.path)}`],
  }));
  return formatRows(titleOf("LISTENED ON", rows.length, "address"), rows, context);
}

function listenerAddress({ address, port, ephemeral }: ListenerEntry): string {
  const shown = addressOf(address, port);
  return ephemeral === true ? `${shown}, on any free port` : shown;
}

function addressOf(address: string, port: number | undefined): string {
  const shown = printable(address);
  if (port === undefined) return shown;
  return `${shown.includes(":") ? `[${shown}]` : shown}:${String(port)}`;
}

export function formatNames({ names }: Baseline, context: ViewContext): string {
  if (names.length === 0) return "";
  const rows = names.map((entry): Row => {
    const answer = entry.addresses.length === 0 ? "no address" : entry.addresses.join(" ");
    const via = entry.aliases.length === 0 ? "" : `through ${entry.aliases.join(" ")}`;
    return {
      name: printable(entry.name),
      evidence: entry,
      notes: [printable(answer), printable(via)],
    };
  });
  return formatRows(titleOf("RESOLVED", rows.length, "name"), rows, context, { hidesWhom: true });
}

export function formatSockets({ sockets }: Baseline, context: ViewContext): string {
  if (sockets.length === 0) return "";
  const rows = sockets.map((entry): Row => ({
    name: [entry.family, entry.type, entry.protocol].map(printable).join(" "),
    evidence: entry,
    warnings: concernWarnings("sockets", entry),
    notes: [failures(entry.results)],
  }));
  return formatRows(titleOf("MADE", rows.length, "unusual socket"), rows, context);
}
