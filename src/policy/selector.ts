/** Decides which findings a row of `ignore` or `severity` matches. */
import type { ImageIdentity } from "../model/baseline/baseline.js";
import type { PartName } from "../model/baseline/parts.js";
import { keyFields } from "../model/baseline/same-entry.js";
import { globTest, isOpenGlob } from "../model/glob.js";
import { isAbout } from "./image-policy.js";
import type { Selector } from "./policy.js";

/** The parts of a finding that a row is compared with. */
export interface Selectable {
  readonly part: PartName;
  readonly key: string;
  /** the entry, as it is shown */
  readonly what: string;
  /** for a known entry: what is new in it */
  readonly details: readonly string[];
}

/** How a row matches a finding. */
export interface Fit {
  /** the row matches the entry, as it is shown or by all its names */
  readonly all: boolean;
  /** the row matches one of its names */
  readonly any: boolean;
  /** the details that the row matches */
  readonly details: readonly string[];
}

const NONE: Fit = { all: false, any: false, details: [] };

/** Fields that name what an entry is about. */
const NAMES: ReadonlySet<string> = new Set(["path", "to", "address", "name", "call", "signal"]);

/** Compares a row with findings about the image. */
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

/** Whether a row matches every finding. */
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
