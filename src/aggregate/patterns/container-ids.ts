import { hexExpression, type KnownSpan } from "./known-span.js";

const ID = /(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{12})(?![0-9a-f])/gu;

/**
 * The rule `container-id`: the id of a container of this image, or of the image, with
 * 64 or its first 12 hexadecimal digits, becomes `*` wherever it stands in a name. The
 * host name of a container is its id's first 12 digits, so these get into file names.
 * Other numbers of that length, such as dates, are left alone.
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
