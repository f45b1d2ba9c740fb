/** Parses Falco's JSON alerts and counts those of one container. */
import { compareTexts } from "../../../model/order.js";
import { SHORT_ID } from "../../../model/recordings/container-filter.js";

export interface Alert {
  readonly rule: string;
  readonly priority: string;
  readonly output: string;
  /** 12 digits, as Falco prints it; null: the rule's output does not contain it */
  readonly containerId: string | null;
}

/** Parses one line of Falco's output; null: it is no alert. */
export function parseAlert(line: string): Alert | null {
  const value = parseObject(line);
  const { rule, priority = "", output = "", output_fields: fields } = value ?? {};
  if (typeof rule !== "string") return null;
  const id = (fields as Readonly<Record<string, unknown>> | null | undefined)?.["container.id"];
  const isId = typeof id === "string" && id !== "" && id !== "<NA>";
  return {
    rule,
    priority: String(priority),
    output: String(output),
    containerId: isId ? id : null,
  };
}

function parseObject(line: string): Readonly<Record<string, unknown>> | null {
  if (!line.startsWith("{")) return null;
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
}

/** A rule that reported something about the container. */
export interface RuleCount {
  readonly rule: string;
  readonly priority: string;
  readonly count: number;
  /** the output of its first alert */
  readonly first: string;
}

export interface Alerts {
  /** the rules with the most alerts first */
  readonly byRule: readonly RuleCount[];
  /** alerts about other containers, or about the host */
  readonly others: number;
  /** alerts of rules whose output does not name the container; also counted in `byRule` */
  readonly untold: number;
  /** Falco reported lost events */
  readonly isIncomplete: boolean;
}

/** The name of Falco's alerts about itself, for example about lost events. */
const INTERNAL = "Falco internal";

export function countAlerts(alerts: readonly Alert[], containerId: string): Alerts {
  const own = alerts.filter(({ rule }) => !rule.startsWith(INTERNAL));
  const short = containerId.slice(0, SHORT_ID);
  const mine = own.filter(
    (alert) => alert.containerId === null || alert.containerId.startsWith(short),
  );
  const counts = new Map<string, RuleCount>();
  for (const { rule, priority, output } of mine) {
    const known = counts.get(rule) ?? { rule, priority, count: 0, first: output };
    counts.set(rule, { ...known, count: known.count + 1 });
  }
  return {
    byRule: [...counts.values()].sort((a, b) => b.count - a.count || compareTexts(a.rule, b.rule)),
    others: own.length - mine.length,
    untold: mine.filter((alert) => alert.containerId === null).length,
    isIncomplete: own.length < alerts.length,
  };
}
