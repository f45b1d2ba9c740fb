/** The user's choices about Falco rules: the section `falco` of cxray.yaml. */
import type { Configuration } from "../../model/configuration.js";
import { CxrayError } from "../../model/errors.js";
import type { EmitOptions } from "../format.js";
import type { Rule } from "./rule.js";
import { RULES } from "./rules.js";
import { quote } from "./text.js";

export type FalcoOptions = NonNullable<Configuration["falco"]>;

/** The choices for one rule. */
type RuleChoice = NonNullable<FalcoOptions["rules"]>[string];

/** The section `falco` of cxray.yaml. Its schema was checked before. */
export function readFalcoOptions({ falco }: EmitOptions): FalcoOptions {
  return falco ?? {};
}

/** The rules with the user's choices applied. Throws `bad-config` for an unknown rule. */
export function chooseRules({ tags = [], rules = {} }: FalcoOptions): Rule[] {
  const unknown = Object.keys(rules).find((name) => !RULES.some((rule) => rule.name === name));
  if (unknown !== undefined) {
    throw new CxrayError(
      "bad-config",
      `falco.rules in cxray.yaml names ${unknown}, which is not a rule`,
      ["The rules are:", ...RULES.map(({ name }) => `  ${name}`)],
    );
  }
  return RULES.map((rule) => choose(rule, rules[rule.name] ?? {}, tags));
}

function choose({ isOff, ...rule }: Rule, choice: RuleChoice, tags: readonly string[]): Rule {
  const isOn = choice.enabled ?? isOff !== true;
  return {
    ...rule,
    ...(isOn ? {} : { isOff: true }),
    priority: choice.priority ?? rule.priority,
    tags: [...new Set([...rule.tags, ...tags, ...(choice.tags ?? [])])],
  };
}

/**
 * Conditions that narrow the rules, for example to a namespace; empty: all containers of the image.
 */
export function scopeTests({ scope = {} }: FalcoOptions): string[] {
  return [
    ...namesTest("container.name", scope.containers ?? []),
    ...namesTest("k8s.ns.name", scope.namespaces ?? []),
  ];
}

function namesTest(field: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const tests = names.map((name) =>
    name.includes("*") ? `${field} glob ${quote(name)}` : `${field}=${quote(name)}`,
  );
  return [`(${tests.join(" or ")})`];
}
