/** Parses `--since`: a time, or an age. */
import { badUsage } from "./bad-usage.js";

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const AGO = /^(?<count>\d+(?:\.\d+)?)(?<unit>[smhd])$/u;
const TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/u;

/**
 * Nanoseconds since 1970 of `10m` before `now` (in milliseconds), or of `2026-11-23T16:48` or
 * `2026-11-23`, in the local time zone unless it names one.
 *
 * @throws CxrayError bad-usage
 */
export function parseSince(text: string, now: number): bigint {
  const { count, unit = "" } = AGO.exec(text)?.groups ?? {};
  if (count !== undefined) return nanoseconds(now - Number(count) * (UNITS[unit] ?? 0));
  // Date.parse reads a date without a time as UTC.
  const time = TIME.test(text) ? Date.parse(/[T ]/u.test(text) ? text : `${text}T00:00`) : NaN;
  if (!Number.isNaN(time)) return nanoseconds(time);
  throw badUsage(`${text} is not a time`, [
    "Give a time, such as 2026-11-23T16:48, or an age: 30s, 10m, 2h, 1d.",
  ]);
}

function nanoseconds(milliseconds: number): bigint {
  return BigInt(Math.round(milliseconds)) * 1_000_000n;
}
