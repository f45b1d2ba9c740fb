/**
 * A parsed template in which a value that a helper is given has to be there, as one that is written
 * plainly has: the library takes it for empty. What asks whether something is there may ask.
 */

/** They answer for a value that is not there. */
const ASKING: ReadonlySet<string> = new Set(["if", "unless", "default", "eq"]);

/** Marks the tree itself, and returns it. */
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

/** What the compiler looks at. */
interface Strict {
  strict?: boolean;
}
