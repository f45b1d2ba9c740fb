/** Checks that one document contains another. A template may add to it. */

/** The path at which `found` lacks something of `wanted`; null: it lacks nothing. */
export function missingFrom(found: unknown, wanted: unknown, path = ""): string | null {
  if (Array.isArray(wanted)) {
    if (!Array.isArray(found)) return path;
    const at = wanted.findIndex((item, index) => missingFrom(found[index], item) !== null);
    return at === -1 ? null : missingAnywhere(found, wanted, path);
  }
  if (typeof wanted !== "object" || wanted === null) return Object.is(found, wanted) ? null : path;
  if (typeof found !== "object" || found === null) return path;
  for (const [key, value] of Object.entries(wanted)) {
    const own = Object.hasOwn(found, key) ? (found as Record<string, unknown>)[key] : undefined;
    const missing = missingFrom(own, value, `${path}/${key}`);
    if (missing !== null) return missing;
  }
  return null;
}

/**
 * The same for lists in any order. Most items are at their own index; the others are compared with
 * each item.
 */
function missingAnywhere(
  found: readonly unknown[],
  wanted: readonly unknown[],
  path: string,
): string | null {
  const same = new Set(found.map((each) => JSON.stringify(each)));
  const at = wanted.findIndex(
    (item) =>
      !same.has(JSON.stringify(item)) && !found.some((each) => missingFrom(each, item) === null),
  );
  return at === -1 ? null : `${path}/${String(at)}`;
}
