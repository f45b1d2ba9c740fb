import { hexExpression, type KnownSpan } from "./known-span.js";

const ID = /(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{12})(?![0-9a-f])/gu;

/**
 * The rule `container-id`: the id of the image, or of one of its containers, becomes `*` anywhere
 * in a name, with all 64 or the first 12 hexadecimal digits. A container's host name is the first
 * 12 digits of its id, so they occur in file names. Other numbers of these lengths, such as dates,
 * are left alone.
 */
export function containerIdSpans(name: string, ids: ReadonlySet<string>): KnownSpan[] {
  if (name.length < 12) return [];
  return [...name.matchAll(ID)]
    .filter(([id]) => ids.has(id))
    .map(({ 0: id, index }) => ({
      start: index,
      end: index + id.length,
      expression: hexExpression(id),
    }));
}
