/** Which findings a row of `ignore` or of `severity` is about. */
import type { ImageIdentity } from "../model/baseline/baseline.js";
import type { PartName } from "../model/baseline/parts.js";
import { keyFields } from "../model/baseline/same-entry.js";
import { globTest, isOpenGlob } from "../model/glob.js";
import { isAbout } from "./image-policy.js";
import type { Selector } from "./policy.js";

/** What a row looks at of a finding. */
export interface Selectable {
  readonly part: PartName;
  readonly key: string;
  /** the entry as it is told */
  readonly what: string;
  /** of a known entry: what differs */
  readonly details: readonly string[];
}

/** How the match of a row fits a finding. */
export interface Fit {
  /** the entry is meant: as it is told, or by each of its names */
  readonly all: boolean;
  /** one of its names is meant */
  readonly any: boolean;
  /** the details that are meant */
  readonly details: readonly string[];
}

const NONE: Fit = { all: false, any: false, details: [] };

/** Fields that name what an entry is about. */
const NAMES: ReadonlySet<string> = new Set(["path", "to", "address", "name", "call", "signal"]);

/** Tells how a row fits findings about the image. */
export function selecting(row: Selector, image: ImageIdentity): (finding: Selectable) => Fit {
  if (!isAbout(row, image)) return () => NONE;
  const { kinds, match } = row;
  const tests = match.map(globTest);
  const fits = (text: string): boolean => tests.some((test) => test(text));
  return ({ part, key, what, details }) => {
    if (kinds.length > 0 && !kinds.includes(part)) return NONE;
    if (tests.length === 0) return { all: true, any: true, details };
    const names = namesIn(part, key);
    const isTold = fits(what);
    return {
      all: isTold || (names.length > 0 && names.every(fits)),
      any: isTold || names.some(fits),
      details: details.filter(fits),
    };
  };
}

/** Whether a row lets nothing through. */
export function selectsEverything({ kinds, match, images }: Selector): boolean {
  const isOpen = match.length === 0 || match.some(isOpenGlob);
  return isOpen && kinds.length === 0 && images.every(isOpenGlob);
}

function namesIn(part: PartName, key: string): string[] {
  const values = JSON.parse(key) as readonly unknown[];
  return keyFields(part).flatMap((field, at) => {
    const value = values[at];
    return NAMES.has(field) && typeof value === "string" ? [value] : [];
  });
}
