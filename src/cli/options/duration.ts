import { CxrayError } from "../../model/errors.js";

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
/** setTimeout takes 31 bits of milliseconds, about 24 days. */
const LONGEST = 0x7fff_ffff;

/** Milliseconds of `500ms`, `30s`, `5m`, `1h`; a bare number counts seconds. */
export function parseDuration(text: string): number {
  const match = /^(?<count>\d+(?:\.\d+)?)(?<unit>ms|s|m|h)?$/u.exec(text.trim());
  const unit = UNITS[match?.groups?.["unit"] ?? "s"] ?? 0;
  const milliseconds = Number(match?.groups?.["count"]) * unit;
  if (milliseconds > 0 && milliseconds <= LONGEST) return milliseconds;
  throw new CxrayError(
    "bad-usage",
    `${text} is not a duration`,
    "Give a number with ms, s, m or h, such as 30s; at most 24 days.",
  );
}
