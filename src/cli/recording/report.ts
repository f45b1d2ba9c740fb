/** Prints the result of a recording, and warnings about what it lacks. */
import { blindSpotMessage } from "../../gaps/blind-spots.js";
import { plural } from "../../model/plural.js";
import { packageFile } from "../../files/package-root.js";
import type { ContainerFilter } from "../../model/recordings/container-filter.js";
import type { RecordStatus } from "../../record/index.js";
import type { Store } from "../../store/index.js";
import { formatStatus } from "./live-line.js";
import { info, warn } from "../terminal/output.js";

/** How many containers a message names. */
const MOST_NAMES = 5;

/** Prints the summary, then the warnings. Blind spots are no warnings, because nothing was lost. */
export function reportEnd(
  status: RecordStatus,
  filter: ContainerFilter,
  store: Store | null,
): void {
  info(`recorded ${formatStatus(status, null)}`);
  for (const line of warningsOf(status, filter, store === null ? [] : namesOfLate(store))) {
    warn(line);
  }
  for (const met of status.blindSpots) {
    if (met.count !== null) info(`not seen: ${blindSpotMessage(met)}`);
  }
}

/** What a recording lacks, and what to do about it. */
export function warningsOf(
  status: RecordStatus,
  filter: ContainerFilter,
  lateNames: readonly string[],
): string[] {
  const { containers, losses, joinedLate, isFull } = status;
  const events = losses.filter(({ what }) => what !== UNDESCRIBED);
  const undescribed = losses.find(({ what }) => what === UNDESCRIBED);
  return [
    ...(isFull ? [FULL] : []),
    ...(containers === 0 ? noMatch(filter, status.leftOut) : []),
    ...sumByKind(events).map(([what, count]) => `lost: ${count.toLocaleString("en-US")} ${what}`),
    ...containersWithLosses(events),
    ...(events.length === 0 ? [] : [WHAT_HELPS]),
    ...(undescribed === undefined
      ? []
      : [undescribedWarning(undescribed.count, status.silentEngines)]),
    ...(joinedLate === 0 ? [] : [joinedLateWarning(joinedLate, lateNames)]),
  ];
}

/** The name of this loss in `src/record/losses.ts`. */
const UNDESCRIBED = "undescribed-container";

const FULL =
  "the database reached --max-size and recording ended: later events are missing from every " +
  "baseline; use a larger --max-size, or record fewer containers: --image, --container";

const WHAT_HELPS =
  `lost events are missing from the baseline (${packageFile("docs/record.md")} explains each kind); ` +
  "use a larger --buffer, or record fewer containers: --image, --container";

function sumByKind(losses: RecordStatus["losses"]): [what: string, count: number][] {
  const sums = new Map<string, number>();
  for (const { what, count } of losses) sums.set(what, count + (sums.get(what) ?? 0));
  return [...sums];
}

/** Names the containers that lost events, if the losses of all others are known to be zero. */
function containersWithLosses(losses: RecordStatus["losses"]): string[] {
  const ids = losses.map(({ containerId }) => containerId?.slice(0, 12));
  const known = ids.filter((id) => id !== undefined);
  if (known.length === 0 || known.length < ids.length) return [];
  const names = [...new Set(known)];
  const containers = names.length === 1 ? "container" : "containers";
  return [
    `only the ${containers} ${listOf(names)} lost events: the baselines of other images are not affected`,
  ];
}

/** A larger buffer does not help here, so the advice is another. */
function undescribedWarning(count: number, engines: readonly string[]): string {
  const why = engines.length === 0 ? "" : ` (${engines.join("; ")})`;
  const what = count === 1 ? "it is" : "they are";
  return (
    `no engine named the image of ${plural(count, "container")}${why}: ` +
    `${what} in no baseline; record again while the engine answers`
  );
}

/** The warning if no container matched the filter, which may be mistyped. */
function noMatch(
  { images, containers }: ContainerFilter,
  leftOut: RecordStatus["leftOut"],
): string[] {
  const asked = [
    ...images.map((image) => `--image ${image}`),
    ...containers.map((container) => `--container ${container}`),
  ];
  if (asked.length === 0) return [];
  const seen = leftOut.map(({ name, image }) => `${name} (${image === "" ? "no image" : image})`);
  const ran = seen.length === 0 ? "no container ran" : `these ran: ${listOf(seen)}`;
  return [
    `no container matched ${asked.join(" ")}; ${ran}. --image takes an image as it was typed to ` +
      "start the container, its id or digest; --container a name or id; * matches any text",
  ];
}

/** Without names if they may be those of a recording that began later. */
function joinedLateWarning(count: number, names: readonly string[]): string {
  const which = names.length === count ? ` (${listOf(names)})` : "";
  const begins = count === 1 ? "it starts" : "they start";
  return (
    `joined late, without their start: ${plural(count, "container")}${which}; ` +
    `to record the start, run cxray before ${begins}`
  );
}

function namesOfLate(store: Store): string[] {
  const last = store.recordings().at(-1)?.id;
  return store
    .containers()
    .filter(({ joinedLate, recordingId }) => joinedLate && recordingId === last)
    .map(({ name, id }) => (name === "" ? id.slice(0, 12) : name));
}

function listOf(names: readonly string[]): string {
  const hidden = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(", ") + (hidden > 0 ? ` and ${String(hidden)} more` : "");
}
