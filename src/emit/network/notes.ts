/** Notes for a policy's reader, a sentence each. */
import { plural } from "../../model/plural.js";
import type { OpenPort } from "../open-ports.js";
import type { Group, Traffic } from "./traffic.js";

/** The largest number of peers in a note. */
const MOST_NAMED = 20;

/** Peers by port: `tcp 443: api.example.com`. */
export function peerLines(groups: readonly Group[]): string[] {
  return groups.map(({ values, ports }) => {
    const shown = values.slice(0, MOST_NAMED).join(", ");
    const more =
      values.length > MOST_NAMED ? ` and ${String(values.length - MOST_NAMED)} more` : "";
    return `${ports.map(portText).join(", ")}: ${shown}${more}`;
  });
}

function portText({ port, transport }: OpenPort): string {
  return `${transport} ${String(port)}`;
}

/** What the recording has and a policy cannot express. */
export function leftNotes({ left }: Traffic): string[] {
  if (left === 0) return [];
  const was = left === 1 ? "was" : "were";
  return [`${plural(left, "destination")} ${was} left out: no policy can name them.`];
}
