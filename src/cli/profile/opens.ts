/** Names of what is no file, and was opened all the same. */
import type { Baseline, OtherType } from "../../model/baseline/baseline.js";
import { formatList } from "./list.js";
import type { ViewContext } from "./rows.js";

/** Most images have few or none. */
export function formatOtherOpens(baseline: Baseline, context: ViewContext): string {
  return formatList("otherOpens", baseline, context, {
    rowOf: ({ types, access }) => {
      const what = types.map((type) => OTHER_TYPES[type] ?? type).join(", ");
      const done = access.map((each) => (each === "read" ? "read" : "written"));
      return { notes: [`${what}, ${done.join(" and ")}`] };
    },
  });
}

const OTHER_TYPES: Partial<Readonly<Record<OtherType, string>>> = {
  directory: "folder",
  fifo: "pipe",
};
