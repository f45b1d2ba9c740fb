/**
 * The content of a rules file: what the template writes, and what validation looks for in the
 * result.
 */
import type { Baseline } from "../../model/baseline/baseline.js";
import { sortedBy } from "../../model/order.js";
import { allowImage, evidenceOf, marksOf } from "./image.js";
import type { ImageRules } from "./image.js";
import { chooseRules, scopeTests } from "./options.js";
import type { FalcoOptions } from "./options.js";
import { itemsOf, NEVER } from "./allowance.js";
import type { List } from "./allowance.js";
import { conditionOf, outputOf } from "./rule.js";
import { ALLOWED_MACROS } from "./rules.js";
import { OWN_RUNTIME, RUNTIME_LISTS, RUNTIME_MACROS } from "./runtime.js";
import { SENSITIVE } from "./sensitive.js";
import { UNUSUAL_SOCKET } from "./sockets.js";

/** A list; with `append`, its items extend a list that was defined before. */
export interface WrittenList extends List {
  readonly append?: true;
  /** several items per line, because nobody reviews changes of this list */
  readonly isWrapped?: true;
}

/** A named condition. Its lines are joined by spaces. */
export interface Macro {
  readonly name: string;
  readonly lines: readonly string[];
  readonly append?: true;
}

export interface WrittenRule {
  readonly name: string;
  readonly description: string;
  readonly condition: string;
  readonly output: string;
  readonly priority: string;
  readonly tags: readonly string[];
  readonly isOff: boolean;
}

/** The template's view. */
export interface FalcoDocument {
  /** `complete` is one image's only file; `base` and `image` are loaded together */
  readonly is: { readonly complete: boolean; readonly base: boolean; readonly image: boolean };
  readonly title: string;
  readonly marks: readonly string[];
  readonly lists: readonly WrittenList[];
  readonly macros: readonly Macro[];
  readonly rules: readonly WrittenRule[];
  readonly evidence: readonly string[];
}

/** The only file of one image. */
export function describe(baseline: Baseline, options: FalcoOptions = {}): FalcoDocument {
  const image = allowImage(baseline);
  const base = describeBase(options);
  const { scope } = image;
  const own = [scope.list, ...image.lists];
  return {
    ...aboutImage(image),
    is: { complete: true, base: false, image: false },
    lists: [
      ...base.lists.map((list) =>
        list.name === scope.known ? { ...list, items: scope.list.items } : list,
      ),
      ...own,
    ],
    macros: base.macros.map((macro) => {
      const lines = allowedLines(image, macro.name);
      return lines.length === 0 ? macro : { ...macro, lines };
    }),
    rules: base.rules,
  };
}

/** The base file, loaded before the images' files. */
export function describeBase(options: FalcoOptions): FalcoDocument {
  const known = ["cxray_repositories", "cxray_image_ids"].map((name) => ({ name, items: [] }));
  const runtime = Object.entries(RUNTIME_LISTS).map(([name, texts]) => ({
    name,
    items: itemsOf(texts),
    isWrapped: true as const,
  }));
  const never = [OWN_RUNTIME, ...ALLOWED_MACROS].map((name) => ({ name, lines: [NEVER] }));
  const fixed = Object.entries({
    cxray_profiled: profiled(options),
    ...RUNTIME_MACROS,
    cxray_sensitive: SENSITIVE,
    cxray_unusual_socket: UNUSUAL_SOCKET,
  }).map(([name, lines]) => ({ name, lines }));
  const rules = chooseRules(options).map((rule) => ({
    name: rule.name,
    description: rule.description,
    condition: conditionOf(rule),
    output: outputOf(rule),
    priority: rule.priority,
    tags: ["maturity_sandbox", "container", ...rule.tags],
    isOff: rule.isOff === true,
  }));
  return {
    is: { complete: false, base: true, image: false },
    title: "",
    ...{ marks: [], evidence: [] },
    lists: [...known, ...runtime],
    macros: [...never, ...fixed],
    rules,
  };
}

function profiled(options: FalcoOptions): string[] {
  return [
    "(container.image.repository in (cxray_repositories)",
    "or container.image.id in (cxray_image_ids))",
    ...scopeTests(options).map((test) => `and ${test}`),
  ];
}

/** One image's file, loaded after the base. */
export function describeImage(baseline: Baseline): FalcoDocument {
  const image = allowImage(baseline);
  const { scope } = image;
  const macros = sortedBy(image.allowed, ([name]) => name).flatMap(([name]): Macro[] => {
    const lines = allowedLines(image, name);
    return lines.length === 0
      ? []
      : [{ name, lines: [`or ${lines[0] ?? ""}`, ...lines.slice(1)], append: true }];
  });
  return {
    ...aboutImage(image),
    is: { complete: false, base: false, image: true },
    lists: [
      { name: scope.known, items: scope.list.items, append: true },
      scope.list,
      ...image.lists,
    ],
    macros,
    rules: [],
  };
}

/** The image's test comes first, because it is cheaper than the others. */
function allowedLines({ scope, allowed }: ImageRules, macro: string): string[] {
  const conditions = allowed.get(macro) ?? [];
  if (conditions.length === 0) return [];
  if (conditions.length === 1) return [`(${scope.test} and ${conditions.join("")})`];
  const tests = conditions.map((condition, at) => {
    const open = at === 0 ? "(" : "or ";
    return open + condition + (at === conditions.length - 1 ? "))" : "");
  });
  return [`(${scope.test} and ${tests[0] ?? ""}`, ...tests.slice(1)];
}

function aboutImage({
  names,
  parts,
}: ImageRules): Pick<FalcoDocument, "title" | "marks" | "evidence"> {
  return {
    title: names.title,
    marks: marksOf(parts),
    evidence: parts.flatMap(evidenceOf),
  };
}
