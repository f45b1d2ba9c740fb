/** Lists the blind spots of a baseline, and describes each in a sentence. */
import { EVENT_BLIND_SPOTS, type EventBlindSpot } from "./event-blind-spots.js";
import type {
  BlindSpot,
  BlindSpotCode,
  BlindSpotCount,
  Recording,
} from "../model/recordings/recording.js";
import { sortedBy } from "../model/order.js";

/** The sentence for each blind spot. `count`: how many files, programs or requests it concerns. */
const MESSAGES: Readonly<Record<BlindSpotCode, (count: number | null) => string>> = {
  "arguments-cut": (count) =>
    `${times(count, "program")} had more than 4 KiB of arguments: the rest was not recorded, and such a list ends with \`more\`.`,
  "io-uring-operations": (count) =>
    `${times(count, "program")} made requests to io_uring of a sort that is not decoded: files or addresses that were only used so are in no list and in no rule.`,
  "io-uring": () =>
    "This kernel tells nothing of io_uring requests: files and addresses that are only used through io_uring are in no list and in no rule.",
  "descriptors-at-exit": (count) =>
    `${times(count, "program")} ended with more open files than are looked at: of files left open at the end it is not known what was written to them.`,
  "links-not-followed": (count) =>
    `${times(count, "changed file or script", "changed files or scripts")} had a name with links that could not be followed: lists have the name that was asked for, the file may be another, and where it lies is not known.`,
  "contents-not-seen": (count) =>
    `${times(count, "written file")} had a beginning that was not seen: whether it is a program or a script is not known.`,
  "image-not-layered": () =>
    "The container's files don't lie on an overlay, as with some storage drivers and with bundles: what it changed or added there can't be told from the image, and programs that were put there count as the image's.",
  "earlier-recording": () =>
    "Some of this was recorded by an earlier cxray, which knew fewer kinds of behaviour: changes of files, datagrams, names, capabilities and arguments of system calls are missing of it, and volumes count as the image.",
  capabilities: () =>
    "This kernel doesn't tell which capabilities it asks for: the list of capabilities is empty whatever was needed, and nothing can be dropped by it.",
  "encrypted-names": () =>
    "Names inside DNS over TLS or HTTPS, QUIC and encrypted TLS greetings can't be read: such a destination is known by its address only.",
  "memory-mapped-writes": () =>
    "What is written through a memory mapping is not seen: that the file was opened for writing is, but not whether a program was put into it.",
  "names-only-asked-about": () =>
    "Which files a program only asks about (stat, access, readlink, listing a folder's entries) is not recorded: what it looks for without opening it is in no list.",
  "requests-not-told": () =>
    "Requests are read from the beginning of what is written to a TCP connection, in HTTP/1.0 and 1.1: those of HTTP/2, or whose first line comes in pieces or behind other data, have an address in the list of destinations and no host or path.",
};

/** The blind spots that every recording has. */
const PERMANENT: readonly BlindSpotCode[] = [
  "encrypted-names",
  "memory-mapped-writes",
  "names-only-asked-about",
  "requests-not-told",
];

const OF_EVENTS: ReadonlySet<string> = new Set(EVENT_BLIND_SPOTS);
/** It concerns only images that made an io_uring. */
const OF_RINGS: BlindSpotCode = "io-uring";

/** The blind spots in the events of one image. */
export interface OwnBlindSpots {
  /** how many of its files or programs each one concerns */
  readonly ofEvents: ReadonlyMap<EventBlindSpot, number>;
  /** whether it made an io_uring */
  readonly usesRings: boolean;
}

/**
 * The blind spots of an image, sorted by code: those in its own events, those that its recordings
 * counted, and those that every recording has. They don't make a baseline partial, because nothing
 * that cxray can see was lost.
 */
export function listBlindSpots(
  recordings: readonly Pick<Recording, "blindSpots">[],
  { ofEvents, usesRings }: OwnBlindSpots,
): BlindSpot[] {
  const counts = new Map<BlindSpotCode, number | null>(PERMANENT.map((code) => [code, null]));
  const met = recordings
    .flatMap(({ blindSpots }) => blindSpots)
    .filter(({ code }) => !OF_EVENTS.has(code) && (code !== OF_RINGS || usesRings));
  const own = [...ofEvents].map(([code, count]) => ({ code, count }));
  for (const { code, count } of [...met, ...own]) {
    if (count === 0) continue;
    const known = counts.get(code) ?? null;
    counts.set(code, count === null ? known : (known ?? 0) + count);
  }
  return sortedBy(counts, ([code]) => code).map(([code, count]) => ({
    code,
    count,
    message: blindSpotMessage({ code, count }),
  }));
}

/** Says in a sentence what can't be seen, and what that means. */
export function blindSpotMessage({ code, count }: BlindSpotCount): string {
  return MESSAGES[code](count);
}

function times(count: number | null, one: string, many = `${one}s`): string {
  if (count === null) return `Some ${many}`;
  return count === 1 ? `1 ${one}` : `${count.toLocaleString("en-US")} ${many}`;
}
