/**
 * The words before the values of a field that differs. Null for fields that are not compared,
 * because they differ from run to run although the image does the same.
 */
export const FIELD_WORDS: Readonly<Record<string, string | null>> = {
  access: "opened to",
  addresses: null, // answers of DNS rotate
  aliases: null, // and so do the names on the way
  appended: "opened not only to append",
  arguments: "arguments",
  askedAs: "asked for as",
  calls: "in the call",
  contents: "written into it:",
  elevated: "its file gave it rights",
  executable: "can be executed",
  interprets: "ran the file",
  invokedAs: "started as",
  modes: "mode",
  names: "by the name",
  openedAs: "asked for as",
  owners: "owner",
  requests: "request",
  results: "now:",
  scripts: "by a script in",
  serverNames: "asked for the server",
  slashed: null, // how a name was written
  stars: "the names are wider:",
  storage: "lay in",
  texts: "with",
  toAskedAs: "asked for as",
  toSlashed: null,
  toStars: "the new names are wider:",
  types: "was a",
};

/** The results that mean success. How something fails differs by chance, so it is not compared. */
export const DONE: ReadonlySet<string> = new Set(["done", "connected", "sent"]);
