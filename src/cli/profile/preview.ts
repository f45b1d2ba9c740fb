/** Shows which names the patterns of a baseline were made from. */
import type { PatternPreview } from "../../aggregate/index.js";
import { ruleWords, type OwnRow } from "../../model/baseline/name-rules.js";
import { plural } from "../../model/plural.js";
import { printable } from "../../model/text.js";
import { wrapWords } from "./text.js";

const WIDTH = 100;

/** One block for each pattern, with a line break at the end. */
export function formatPreviews(
  image: string | undefined,
  previews: readonly PatternPreview[],
  own: readonly OwnRow[] = [],
): string {
  const of = image === undefined ? "" : ` of ${printable(image)}`;
  const title = plural(previews.length, "pattern") + of;
  return `${[title, ...previews.map((each) => formatPreview(each, own))].join("\n\n")}\n`;
}

function formatPreview(
  { path, rule, count, seen, unseen }: PatternPreview,
  own: readonly OwnRow[],
): string {
  const such = count > seen.length ? ", such as" : ":";
  return [
    printable(path),
    ...line(`rule ${rule}: lets in ${ruleWords(rule, own).letsIn}`),
    ...line(`stands for ${plural(count, "name")}${such} ${seen.map(printable).join(", ")}`),
    ...(unseen.length === 0
      ? line("lets in no other name")
      : line(`lets in, never seen: ${unseen.map(printable).join(", ")}`)),
  ].join("\n");
}

function line(text: string): string[] {
  return wrapWords(text.split(" "), WIDTH, "  ");
}
