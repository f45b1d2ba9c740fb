/**
 * Dates, times and epochs in a name that match the clock at the file's creation. One such name is
 * enough for a pattern: a number that only looks like a date rarely matches the current one.
 */
import { digitsExpression, type KnownSpan } from "./known-span.js";

/** The time of an action, in nanoseconds since 1970. */
export interface Moment {
  readonly first: bigint;
  readonly last: bigint;
}

const HOUR = 3_600_000;
/** A time zone differs from UTC by up to 14 hours, and a file may be named after the day before. */
const DAYS_APART = 36 * HOUR;
/** A program may have read the clock when it started. */
const BEFORE = 24 * HOUR;
const AFTER = HOUR;

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const WEEKDAYS = "sun mon tue wed thu fri sat".split(" ");
const WEEKDAY = /(?<![A-Za-z])(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)(?![A-Za-z])/gu;

const TIME =
  /^[-T_. ]?(?:[01][0-9]|2[0-3])([-:._]?)[0-5][0-9](?:\1[0-5][0-9](?:[.,][0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?(?![A-Za-z0-9])/u;
const EPOCH = /(?<![0-9])(?:[0-9]{10}|[0-9]{13}|[0-9]{16}|[0-9]{19})(?![0-9])/gu;
const FRACTION = /(?<![0-9])[0-9]{5,}(?![0-9])/gu;
/** `1764348691.M5121P27.host`: microseconds, process, device, inode, size. */
const MAILDIR = /(?<=^[0-9]{10}\.(?:[A-Z#][0-9a-f]+)*[A-Z#])[0-9a-f]+|(?<=,[SW]=)[0-9]+/gu;

interface DateForm {
  readonly parts: RegExp;
  /** the groups that hold year, month and day; 0: there is none */
  readonly groups: readonly [year: number, month: number, day: number];
}

const EDGE = "(?<![0-9])";
const END = "(?![0-9])";

const DATES: readonly DateForm[] = [
  { parts: form("([0-9]{4})([-._]?)([0-9]{2})\\2([0-9]{2})", true), groups: [1, 3, 4] },
  { parts: form("([0-9]{4})([-._])([A-Za-z]{3})\\2([0-9]{2})"), groups: [1, 3, 4] },
  { parts: form("([0-9]{2})([-._]?)([0-9]{2})\\2([0-9]{4})"), groups: [4, 3, 1] },
  { parts: form("([0-9]{2})([-._]?)([0-9]{2})\\2([0-9]{4})"), groups: [4, 1, 3] },
  { parts: form("([0-9]{2})([-._])([A-Za-z]{3})\\2([0-9]{4})"), groups: [4, 3, 1] },
  { parts: form("([0-9]{2})([-._]?)([0-9]{2})\\2([0-9]{2})"), groups: [1, 3, 4] },
  { parts: form("([0-9]{4})([-._]?)([0-9]{2})"), groups: [1, 3, 0] },
  { parts: form("(20[0-9]{2})(?![A-Za-z])"), groups: [1, 0, 0] },
];

/** @param mayGoOn a time may follow without a separator: 20261128165129 */
function form(source: string, mayGoOn = false): RegExp {
  return new RegExp(`${EDGE}${source}${mayGoOn ? "" : END}`, "gu");
}

/** A quick test of whether a name, or the name of a dated directory, can contain a date or time. */
const MAYBE = /[0-9]{2}|Sun|Mon|Tue|Wed|Thu|Fri|Sat/u;

/** The parts of a path's last name that match the clock. */
export function clockSpans(path: string, { first, last }: Moment): KnownSpan[] {
  const at = path.lastIndexOf("/") + 1;
  const name = path.slice(at);
  if (!MAYBE.test(name)) return [];
  const days = daysAround(Number(first / 1_000_000n), Number(last / 1_000_000n));
  const spans: KnownSpan[] = [...dateSpans(name, days), ...weekdaySpans(name, days)];
  const epochs = epochSpans(name, first, last);
  spans.push(...epochs.filter((span) => isFree(span, spans)));
  if (spans.length === 0) return datedFolder(path, at, days) ? timeOfDay(name) : [];
  const isExact = epochs.length > 0 || spans.some(({ end, start }) => end - start >= EXACT);
  if (!isExact) return spans;
  const rest = [...matches(MAILDIR, name), ...matches(FRACTION, name)];
  for (const span of rest) {
    if (isFree(span, spans)) spans.push({ ...span, expression: moreThanDigits(name, span) });
  }
  return spans;
}

/** The length of a date with a time. */
const EXACT = 12;

function moreThanDigits(name: string, { start, end }: { start: number; end: number }): string {
  return /^[0-9]+$/u.test(name.slice(start, end)) ? "[0-9]+" : "[0-9a-f]+";
}

interface Days {
  readonly days: ReadonlySet<string>;
  readonly weekdays: ReadonlySet<string>;
}

const MOST_DAYS = 400;

function daysAround(first: number, last: number): Days {
  const days = new Set<string>();
  const weekdays = new Set<string>();
  const end = Math.min(last + DAYS_APART, first + MOST_DAYS * 24 * HOUR);
  for (let time = first - DAYS_APART; time <= end + 12 * HOUR; time += 12 * HOUR) {
    const date = new Date(Math.min(time, end));
    days.add(date.toISOString().slice(0, 10));
    weekdays.add(WEEKDAYS[date.getUTCDay()] ?? "");
  }
  return { days, weekdays };
}

/** Whether the date, which may lack parts, is one of the days. */
function isNow({ days }: Days, year: string, month: string, day: string): boolean {
  const named = MONTHS.indexOf(month.toLowerCase());
  const number = named < 0 ? month : String(named + 1).padStart(2, "0");
  for (const each of days) {
    const [y = "", m = "", d = ""] = each.split("-");
    if (y.endsWith(year) && (month === "" || m === number) && (day === "" || d === day))
      return true;
  }
  return false;
}

function dateSpans(name: string, days: Days): KnownSpan[] {
  const spans: KnownSpan[] = [];
  for (const { parts, groups } of DATES) {
    for (const match of name.matchAll(parts)) {
      const [year, month, day] = groups.map((group) => (group === 0 ? "" : (match[group] ?? "")));
      const start = match.index;
      let end = start + match[0].length;
      if (!isNow(days, year ?? "", month ?? "", day ?? "")) continue;
      if (day !== "") end += TIME.exec(name.slice(end))?.[0].length ?? 0;
      if (/[0-9]/u.test(name[end] ?? "")) continue;
      const span = { start, end, expression: digitsExpression(name.slice(start, end)) };
      if (isFree(span, spans)) spans.push(span);
    }
  }
  return spans;
}

function weekdaySpans(name: string, { weekdays }: Days): KnownSpan[] {
  return matches(WEEKDAY, name)
    .filter(({ start, end }) => weekdays.has(name.slice(start, end).toLowerCase()))
    .map((span) => ({ ...span, expression: "(?:Fri|Mon|Sat|Sun|Thu|Tue|Wed)" }));
}

function epochSpans(name: string, first: bigint, last: bigint): KnownSpan[] {
  const from = first - BigInt(BEFORE) * 1_000_000n;
  const to = last + BigInt(AFTER) * 1_000_000n;
  return matches(EPOCH, name).flatMap(({ start, end }) => {
    const time = BigInt(name.slice(start, end)) * 10n ** BigInt(19 - (end - start));
    if (time < from || time > to) return [];
    return [{ start, end, expression: digitsExpression(name.slice(start, end)) }];
  });
}

/**
 * `/logs/2026/11/28/…`: whether the directories of the name are a current date, up to hours and
 * minutes.
 */
function datedFolder(path: string, at: number, days: Days): boolean {
  const folders = path.slice(0, at).split("/").slice(-6, -1);
  return folders.some((folder, index) => {
    const whole = /^([0-9]{4})([-._]?)([0-9]{2})\2([0-9]{2})$/u.exec(folder);
    if (whole !== null) return isNow(days, whole[1] ?? "", whole[3] ?? "", whole[4] ?? "");
    const [month = "", day = ""] = folders.slice(index + 1);
    const two = /^[0-9]{2}$/u;
    if (!/^20[0-9]{2}$/u.test(folder)) return false;
    return isNow(days, folder, two.test(month) ? month : "", two.test(day) ? day : "");
  });
}

/** The part of a name in such a directory: month, day, hour, or a time. */
function timeOfDay(name: string): KnownSpan[] {
  const found =
    /^(?:[0-2][0-9][-:._]?[0-5][0-9](?:[-:._]?[0-5][0-9])?|[0-9]{2})(?![A-Za-z0-9])/u.exec(name);
  if (found === null) return [];
  return [{ start: 0, end: found[0].length, expression: digitsExpression(found[0]) }];
}

function matches(pattern: RegExp, name: string): { start: number; end: number }[] {
  return [...name.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function isFree(
  { start, end }: { start: number; end: number },
  spans: readonly KnownSpan[],
): boolean {
  return !spans.some((other) => start < other.end && other.start < end);
}
