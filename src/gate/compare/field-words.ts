/**
 * How a field of an entry is told where it differs: words before its values. What is not compared is
 * null: it differs from night to night without the image doing anything else.
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

/** Results that say that something was done. How a thing failed differs by chance. */
export const DONE: ReadonlySet<string> = new Set(["done", "connected", "sent"]);
