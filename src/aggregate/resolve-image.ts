import { CxrayError } from "../model/errors.js";
import {
  familiarRepository,
  parseImageReference,
  type ImageReference,
} from "../model/images/reference.js";
import { sortedTexts } from "../model/order.js";
import type { Container, ImageAttribution } from "../model/recordings/recording.js";
import { lineagesOf, type Selection } from "./lineage.js";

/** The shortest id prefix. Docker's useful prefixes are longer; fewer digits are more likely a name. */
const SHORTEST_ID = 6;

/** The runs of an image that the user asks for. */
export interface Wanted {
  /** as typed; absent: the only image in the database */
  readonly image?: string | undefined;
  /** only the build that was recorded last */
  readonly latest?: boolean;
  /** only runs that started at this time or later, in nanoseconds since 1970 */
  readonly since?: bigint;
}

/** A container with a known image. */
type Known = Container & { readonly image: ImageAttribution };

/**
 * Selects the runs that the user asks for. A name selects all builds with that name. A name with a
 * tag selects those that were started by that tag or have it. A digest, or the beginning of an
 * image id, selects that build.
 *
 * @throws CxrayError unknown-image and no-image, which list the known images; ambiguous-image,
 * which lists the candidates; no-runs
 */
export function chooseRuns(containers: readonly Container[], wanted: Wanted): Selection {
  const lineages = lineagesOf(containers);
  const { name, runs } =
    wanted.image === undefined
      ? onlyLineage(lineages)
      : findRuns(containers.filter(isKnown), lineages, wanted.image);
  const recent = runs.filter(({ startedAt }) => startedAt >= (wanted.since ?? 0n));
  const chosen = wanted.latest === true ? newestBuild(recent) : recent;
  if (chosen.length === 0) {
    throw new CxrayError("no-runs", `no run of ${name} is as new as --since asks`, [
      "cxray runs lists the recorded ones.",
    ]);
  }
  // the same runs have the same baseline, regardless of the way they were selected
  const whole = [...lineages].find(([, own]) => isSame(own, chosen));
  const selected = new Set(chosen.map(keyOf));
  return {
    name: whole?.[0] ?? name,
    isMeant: (container) => selected.has(keyOf(container)),
    isWhole: whole !== undefined,
  };
}

interface Found {
  readonly name: string;
  readonly runs: readonly Container[];
}

function onlyLineage(lineages: ReadonlyMap<string, readonly Container[]>): Found {
  const [only, ...others] = lineages;
  if (only !== undefined && others.length === 0) return { name: only[0], runs: only[1] };
  throw new CxrayError(
    "no-image",
    only === undefined ? "no image was recorded yet" : "several images were recorded",
    only === undefined
      ? "Record a container first: cxray record"
      : ["Choose one with --image:", ...labels(lineages).map((label) => `  ${label}`)],
  );
}

function findRuns(
  containers: readonly Known[],
  lineages: ReadonlyMap<string, readonly Container[]>,
  reference: string,
): Found {
  const wanted = parseImageReference(reference);
  const lineage = wanted.tag === "" ? lineages.get(wanted.repository) : undefined;
  if (lineage !== undefined && wanted.digest === "") {
    return { name: wanted.repository, runs: lineage };
  }
  for (const isMeant of readings(reference, wanted)) {
    const runs = containers.filter(({ image }) => isMeant(image));
    if (runs.length > 0) return { name: shortName(reference), runs };
  }
  const byId = containers.filter(({ image }) => isIdPrefix(image.imageId, reference));
  const ids = sortedTexts(byId.map(({ image }) => image.imageId));
  if (ids.length > 1) {
    throw new CxrayError("ambiguous-image", `${reference} can mean several images`, [
      "Name one by more digits of its id:",
      ...ids,
    ]);
  }
  if (ids[0] !== undefined) return { name: ids[0], runs: byId };
  throw unknownImage(lineages, reference);
}

/** The ways to read a reference, the most exact first. */
function readings(
  reference: string,
  wanted: ImageReference,
): ((image: ImageAttribution) => boolean)[] {
  const { repository, tag, digest } = wanted;
  if (digest !== "") return [(image) => hasDigest(image, wanted)];
  const typed = (image: ImageAttribution): boolean =>
    familiarRepository(image.repository) === repository && (tag === "" || image.tag === tag);
  const tagged = ({ repoTags }: ImageAttribution): boolean =>
    repoTags.map(parseImageReference).some((known) => {
      return known.repository === repository && (tag === "" || known.tag === tag);
    });
  const exact = (image: ImageAttribution): boolean =>
    image.imageId === reference || (reference !== "" && image.reference === reference);
  return repository === "" ? [exact] : [typed, tagged, exact];
}

function hasDigest(image: ImageAttribution, { repository, digest }: ImageReference): boolean {
  const known = image.repoDigests.map(parseImageReference);
  if (repository === "") {
    return image.imageId === digest || known.some((each) => each.digest === digest);
  }
  const tags = image.repoTags.map(parseImageReference);
  const names = [familiarRepository(image.repository), ...tags.map((each) => each.repository)];
  return (
    (names.includes(repository) && image.imageId === digest) ||
    known.some((each) => each.repository === repository && each.digest === digest)
  );
}

/** 12 digits are enough in names of files and rules. */
function shortName(reference: string): string {
  const [name = "", digest] = reference.split("@");
  return digest === undefined ? reference : `${name}@${digest.slice(0, "sha256:".length + 12)}`;
}

function newestBuild(runs: readonly Container[]): Container[] {
  const [newest] = runs.toSorted((a, b) => Number(b.startedAt - a.startedAt));
  return runs.filter(({ image }) => image?.imageId === newest?.image?.imageId);
}

function isSame(a: readonly Container[], b: readonly Container[]): boolean {
  const those = new Set(b);
  return a.length === b.length && a.every((each) => those.has(each));
}

function isKnown(container: Container): container is Known {
  return container.image !== null;
}

function isIdPrefix(digest: string, reference: string): boolean {
  const digits = reference.replace(/^sha256:/u, "");
  if (digits.length < SHORTEST_ID || !/^[0-9a-f]+$/u.test(digits)) return false;
  return digest.startsWith(`sha256:${digits}`);
}

function unknownImage(
  lineages: ReadonlyMap<string, readonly Container[]>,
  reference: string,
): CxrayError {
  const known = labels(lineages);
  const advice =
    known.length === 0
      ? ["No container of a known image was recorded yet: run cxray record first."]
      : ["Recorded images:", ...known];
  return new CxrayError("unknown-image", `no recording of the image ${reference}`, advice);
}

/** Images in a list for users: the name, its tags, and the time of the last recording. */
function labels(lineages: ReadonlyMap<string, readonly Container[]>): string[] {
  return sortedTexts(
    [...lineages].map(([name, runs]) => {
      const tags = sortedTexts(
        runs.flatMap(({ image }) => {
          const isTyped = image !== null && familiarRepository(image.repository) === name;
          return isTyped && image.tag !== "" ? [image.tag] : [];
        }),
      );
      const last = runs.reduce((max, { startedAt }) => (startedAt > max ? startedAt : max), 0n);
      const time = new Date(Number(last / 1_000_000n)).toISOString().slice(0, 16);
      const those = tags.length === 0 ? "" : `:${tags.join(", :")}`;
      return `${name}${those}  recorded ${time.replace("T", " ")} UTC`;
    }),
  );
}

/**
 * A container that was started again is the same run, but each of its lives is selected on its own.
 */
function keyOf({ recordingId, id, startedAt }: Container): string {
  return `${String(recordingId)} ${id} ${String(startedAt)}`;
}
