/** Whether one document holds another: what a template adds of its own is no mistake. */

/** Where `found` lacks something of `wanted`, as a path in it; null: nowhere. */
export function missingFrom(found: unknown, wanted: unknown, path = ""): string | null {
  if (Array.isArray(wanted)) {
    if (!Array.isArray(found)) return path;
    // most are there as they are: only what isn't is compared with each
    const same = new Set(found.map((each) => JSON.stringify(each)));
    const at = wanted.findIndex(
      (item) =>
        !same.has(JSON.stringify(item)) && !found.some((each) => missingFrom(each, item) === null),
    );
    return at === -1 ? null : `${path}/${String(at)}`;
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
