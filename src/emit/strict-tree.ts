/**
 * Makes Handlebars strict about helper arguments: a missing value is an error, as it is outside of
 * helpers, where Handlebars alone would pass an empty value. Helpers that ask whether a value
 * exists are exempt.
 */

/** Helpers that accept a missing value. */
const ASKING: ReadonlySet<string> = new Set(["if", "unless", "default", "eq"]);

/** Marks the tree in place and returns it. */
export function strictTree(program: hbs.AST.Program): hbs.AST.Program {
  markIn(program);
  return program;
}

function markIn(node: unknown): void {
  if (typeof node !== "object" || node === null) return;
  if (Array.isArray(node)) {
    node.forEach(markIn);
    return;
  }
  const { path, params } = node as Partial<hbs.AST.MustacheStatement>;
  if (path !== undefined && params !== undefined) {
    const helper = "original" in path ? path.original : "";
    for (const param of ASKING.has(helper) ? [] : params) {
      if (param.type === "PathExpression") (param as Strict).strict = true;
    }
  }
  for (const [key, value] of Object.entries(node)) if (key !== "loc") markIn(value);
}

/** The flag that Handlebars' compiler reads. */
interface Strict {
  strict?: boolean;
}
