import {
  literalsOf,
  namesOf,
  partsOf,
  spansOf,
  type Reading,
  type Shape,
  type Span,
} from "./name-reading.js";
import { looksRandom, sameSorts } from "./random-parts.js";

/** A form of varying parts that is recognised reliably, not by chance. */
export interface KnownForm {
  readonly name: string;
  /** the programs that make such names */
  readonly of: string;
  readonly parts: RegExp;
  /** made to differ each time, so fewer names are enough */
  readonly isSure: boolean;
  /** a text of this form may still be a word */
  readonly mayBeWord?: true;
  readonly example: string;
}

const DATE = /(?:19|20)[0-9]{2}([-._]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12][0-9]|3[01])/u.source;
const SECONDS = /[0-5][0-9](?:[.,][0-9]{1,9})?/u.source;
const TIME = `(?:[01][0-9]|2[0-3])([-:._]?)[0-5][0-9](?:\\2${SECONDS})?`;
const ZONE = /(?:Z|[+-][0-9]{2}:?[0-9]{2})?/u.source;

/** KNOWN FORMS, one row each. The table in the documentation is made from these. */
export const KNOWN_FORMS: readonly KnownForm[] = [
  {
    name: "python-tempfile",
    of: "Python's `tempfile`",
    parts: /(?<=^tmp)[a-z0-9_]{8}(?![A-Za-z0-9_])/gu,
    isSure: true,
    mayBeWord: true,
    example: "tmpx4k2_9ab",
  },
  {
    name: "python-trying",
    of: "Python's `tempfile`, trying a folder",
    parts: /^[a-z0-9_]{8}$/gu,
    isSure: true,
    mayBeWord: true,
    example: "x4k2_9ab",
  },
  {
    name: "mktemp",
    of: "`mktemp`",
    parts: /(?<=^tmp\.)[A-Za-z0-9]{10}(?![A-Za-z0-9_])/gu,
    isSure: true,
    mayBeWord: true,
    example: "tmp.aB3dE6gH1j",
  },
  {
    name: "template-of-six",
    of: "busybox's `mktemp`, templates of six X",
    parts: /(?<=[A-Za-z0-9][._-])[A-Za-z0-9]{6}$/gu,
    isSure: true,
    mayBeWord: true,
    example: "page.aB3dE6",
  },
  {
    name: "template-of-eight",
    of: "templates of eight X",
    parts: /(?<=[A-Za-z0-9][._-])[A-Za-z0-9]{8}$/gu,
    isSure: true,
    mayBeWord: true,
    example: "page.aB3dE6gH",
  },
  {
    name: "template-of-ten",
    of: "templates of ten X",
    parts: /(?<=[A-Za-z0-9][._-])[A-Za-z0-9]{10}$/gu,
    isSure: true,
    mayBeWord: true,
    example: "page.aB3dE6gH1j",
  },
  {
    name: "git-temporary",
    of: "git",
    parts: /(?<=^tmp_[a-z]+_)[A-Za-z0-9]{6}$/gu,
    isSure: true,
    mayBeWord: true,
    example: "tmp_pack_aB3dE6",
  },
  {
    name: "mariadb-temporary",
    of: "MariaDB and MySQL: process, thread and counter",
    parts: /(?<=^#sql(?:-(?:[a-z]{5,}-)?|_)?(?:[0-9a-f]+[-_])*)[0-9a-f]+(?=[-_.]|$)/gu,
    isSure: true,
    example: "#sql-temptable-27-1-1c.MAD",
  },
  {
    name: "date-and-time",
    of: "a date with a time",
    parts: new RegExp(`(?<![0-9])${DATE}[-T_. ]?${TIME}${ZONE}(?![A-Za-z0-9])`, "gu"),
    isSure: true,
    example: "log-2026-11-26T05:54:14.log",
  },
  {
    name: "date",
    of: "a date",
    parts: new RegExp(`(?<![0-9])${DATE}(?![A-Za-z0-9])`, "gu"),
    isSure: false,
    example: "log-2026-11-26.log",
  },
  {
    name: "uuid",
    of: "a UUID",
    parts: /(?<![0-9a-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])/giu,
    isSure: false,
    example: "0b9c1f0e-5a3b-4c2d-9e8f-7a6b5c4d3e2f.json",
  },
];

/** Groups names of the same shape by one form, with all parts of a name together. */
export class KnownForms {
  readonly #byForm: readonly { form: KnownForm; readings: Map<string, Reading[]> }[];

  constructor(forms: readonly KnownForm[]) {
    this.#byForm = forms.map((form) => ({ form, readings: new Map<string, Reading[]>() }));
  }

  add(name: string): void {
    for (const { form, readings } of this.#byForm) {
      const spans: Span[] = spansOf(form.parts, name);
      if (spans.length === 0) continue;
      const key = literalsOf(name, spans).join("\0");
      const known = readings.get(key);
      if (known === undefined) readings.set(key, [{ name, spans }]);
      else known.push({ name, spans });
    }
  }

  shapes(): Shape[] {
    return this.#byForm.flatMap(({ form, readings }) =>
      [...readings.values()].flatMap((alike) => shapeOf(form, alike)),
    );
  }
}

function shapeOf({ isSure, mayBeWord }: KnownForm, readings: readonly Reading[]): Shape[] {
  const [first] = readings;
  if (first === undefined || (mayBeWord === true && areWords(readings))) return [];
  const literals = literalsOf(first.name, first.spans);
  return [{ literals, names: namesOf(readings), isKnown: isSure }];
}

/**
 * Whether the readings are words: none of them looks random, or they vary in too few positions.
 * Examples: `tmpdownload` and `tmpcatalogs`, `tmpfile_001` and `tmpfile_002`. More names never turn
 * others into words.
 */
function areWords(readings: readonly Reading[]): boolean {
  const random = readings.filter((reading) => partsOf(reading).every(looksRandom));
  const { same, places } = sameSorts(readings);
  return random.length === 0 || same === places;
}
