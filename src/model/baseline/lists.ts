/** Reads and writes a document's lists, at the places that the rows of PARTS give. */
import type { Abi } from "../events/events.js";
import { sortedTexts } from "../order.js";
import type { Baseline, SyscallsByAbi } from "./baseline.js";
import type { SyscallOfAbi } from "./part.js";
import { PART_NAMES, type EntryOf, type PartName } from "./parts.js";

/** All lists, by name. */
export type Lists = { readonly [P in PartName]: readonly EntryOf<P>[] };

/** The part of a document that consists of lists. */
export type ListsOfDocument = Omit<
  Baseline,
  "version" | "image" | "architecture" | "completeness" | "blindSpots" | "kubernetes" | "runs"
>;

/** The entries of a list, in the document's order. Entries of a list per ABI get the ABI. */
export function entriesOf<P extends PartName>(
  document: ListsOfDocument,
  part: P,
): readonly EntryOf<P>[] {
  const [name = "", within] = part.split(".");
  const top = (document as unknown as Record<string, unknown>)[name];
  const list = within === undefined ? top : (top as Record<string, unknown>)[within];
  const entries = Array.isArray(list) ? list : withAbi(list as SyscallsByAbi);
  return entries as readonly EntryOf<P>[];
}

function withAbi(byAbi: SyscallsByAbi): SyscallOfAbi[] {
  return (Object.keys(byAbi) as Abi[]).flatMap((abi) =>
    (byAbi[abi] ?? []).map((entry) => ({ abi, ...entry })),
  );
}

/** The lists as in a document, in its order. */
export function documentOf(lists: Lists): ListsOfDocument {
  const document: Record<string, unknown> = {};
  for (const part of PART_NAMES) {
    const list = isByAbi(part) ? groupedByAbi(lists[part]) : lists[part];
    const [name = "", within] = part.split(".");
    if (within === undefined) document[name] = list;
    else document[name] = { ...(document[name] ?? {}), [within]: list };
  }
  return document as unknown as ListsOfDocument;
}

type PartByAbi = Extract<PartName, `syscalls.${string}`>;

function isByAbi(part: PartName): part is PartByAbi {
  return part.startsWith("syscalls.");
}

function groupedByAbi(entries: readonly SyscallOfAbi[]): SyscallsByAbi {
  const abis = sortedTexts(entries.map(({ abi }) => abi)) as Abi[];
  return Object.fromEntries(
    abis.map((each) => [
      each,
      entries.filter(({ abi }) => abi === each).map(({ abi: _, ...entry }) => entry),
    ]),
  );
}
