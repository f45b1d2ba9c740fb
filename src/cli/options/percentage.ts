import { CxrayError } from "../../model/errors.js";

/** The share, between 0 and 1, of `20` or `20%`. */
export function parsePercentage(text: string): number {
  const percent = Number(/^(?<count>\d+(?:\.\d+)?) ?%?$/u.exec(text.trim())?.groups?.["count"]);
  if (percent > 0 && percent < 100) return percent / 100;
  throw new CxrayError(
    "bad-usage",
    `${text} is not a percentage`,
    "Give a number above 0 and below 100, such as 20.",
  );
}
