/** The section of things that were opened and are not files: devices, directories, sockets. */
import type { Baseline, OtherType } from "../../model/baseline/baseline.js";
import { formatList } from "./list.js";
import type { ViewContext } from "./rows.js";

/** Empty if there are none. */
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
