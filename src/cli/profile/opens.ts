/** Names of what is no file, and was opened all the same. */
import type { Baseline, OtherType } from "../../model/baseline/baseline.js";
import { printable } from "../../model/text.js";
import { formatRows, titleOf, type Row, type ViewContext } from "./rows.js";

/** Most images have few or none. */
export function formatOtherOpens({ otherOpens }: Baseline, context: ViewContext): string {
  if (otherOpens.length === 0) return "";
  const rows = otherOpens.map((entry): Row => {
    const what = entry.types.map((type) => OTHER_TYPES[type] ?? type).join(", ");
    const access = entry.access.map((each) => (each === "read" ? "read" : "written"));
    return {
      name: printable(entry.path),
      evidence: entry,
      notes: [`${what}, ${access.join(" and ")}`],
    };
  });
  const title = `${titleOf("OPENED", rows.length, "name")} of pipes, folders and the like`;
  return formatRows(title, rows, context);
}

const OTHER_TYPES: Partial<Readonly<Record<OtherType, string>>> = {
  directory: "folder",
  fifo: "pipe",
};
