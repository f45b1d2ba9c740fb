/** The lists of programs and files. */
import type { Storage } from "../events/events.js";
import type { GeneraliseRule } from "./baseline.js";
import {
  always,
  ever,
  hostile,
  key,
  stars,
  union,
  unionBy,
  unionIfAny,
  unionUnless,
} from "./fields.js";
import type { Parts } from "./part.js";
import { widestStars } from "./stars.js";

interface WithPath {
  readonly path: string;
}

const byPath = ({ path }: WithPath): string => path;

/** A pattern and a file with the same text are different entries. */
export const PATH = { path: hostile(key<string>()), rule: key<GeneraliseRule>(), stars: stars() };

export const FILE_PARTS = {
  executables: {
    title: "RAN #",
    severity: "medium",
    noun: "executable",
    verb: "ran",
    lists:
      "programs that ran, with their arguments, the names they were started by, and what interpreters were given",
    words: byPath,
    fields: {
      ...PATH,
      storage: union(),
      invokedAs: hostile(union()),
      arguments: hostile(unionBy((vector) => JSON.stringify(vector))),
      scripts: unionIfAny(),
      elevated: ever(),
      interprets: hostile(
        unionBy(
          ({ path, rule = "" }) => `${path}\0${rule}`,
          (a, b) => {
            const wide = widestStars(a.stars, b.stars);
            const storage = union().merge(a.storage, b.storage) as typeof a.storage;
            return { ...a, ...(wide === undefined ? {} : { stars: wide }), storage };
          },
        ),
      ),
    },
  },
  filesRead: {
    title: "READ #",
    severity: "low",
    noun: "file",
    verb: "read",
    lists: "files that were opened to be read, with `openedAs` where that was through links",
    words: byPath,
    fields: {
      ...PATH,
      openedAs: hostile(unionIfAny()),
      storage: unionUnless<Storage>(["image"]),
      contents: unionIfAny(),
      executable: ever(),
      appended: always(),
    },
  },
  filesWritten: {
    title: "WROTE #",
    severity: "medium",
    noun: "file",
    verb: "wrote",
    lists: "files that were opened to be written, and what was in them then",
    words: byPath,
    fields: {
      ...PATH,
      openedAs: hostile(unionIfAny()),
      storage: unionIfAny(),
      contents: unionIfAny(),
      executable: ever(),
      appended: always(),
    },
  },
  otherOpens: {
    title: "OPENED # of pipes, folders and the like",
    severity: "low",
    noun: "name",
    verb: "opened",
    lists:
      "names by which something else was opened: pipes, sockets, files in memory, and folders that were not asked for as such",
    words: byPath,
    fields: { ...PATH, types: union(), access: union() },
  },
  changes: {
    title: "CHANGED #",
    severity: "medium",
    noun: "file",
    verb: "changed",
    lists:
      "files that were renamed, linked, removed, made, mounted, or whose mode, owner, length, times or attributes changed",
    words: ({ operation, path, to }) =>
      to === undefined ? `${operation} ${path}` : `${operation} ${path} → ${to}`,
    fields: {
      operation: key(),
      ...PATH,
      to: hostile(key()),
      toRule: key(),
      toStars: stars(),
      askedAs: hostile(unionIfAny()),
      toAskedAs: hostile(unionIfAny()),
      slashed: ever(),
      toSlashed: ever(),
      storage: union(),
      modes: unionIfAny(),
      owners: unionIfAny(),
      texts: hostile(unionIfAny()),
      results: union(),
    },
  },
} satisfies Partial<Parts>;
