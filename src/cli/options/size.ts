import { CxrayError } from "../../model/errors.js";

const UNITS: Readonly<Record<string, number>> = { M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** Bytes of `500M`, `2G`, `1.5T`: as in `--buffer`, M is MiB. At least one. */
export function parseSize(text: string): number {
  const match = /^(?<count>\d+(?:\.\d+)?)(?<unit>[MGT])(?:i?B)?$/iu.exec(text.trim());
  const unit = UNITS[match?.groups?.["unit"]?.toUpperCase() ?? ""] ?? NaN;
  const bytes = Math.floor(Number(match?.groups?.["count"]) * unit);
  if (bytes >= 2 ** 20 && Number.isSafeInteger(bytes)) return bytes;
  throw new CxrayError(
    "bad-usage",
    `${text} is not a size`,
    "Give a number with M, G or T, such as 2G; at least 1M.",
  );
}
