/** The documents, as tests read them. */
import { readdirSync, readFileSync } from "node:fs";
import { packageFile } from "../../src/files/package-root.js";

/** From the package's root. */
export const DOCUMENTS = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync(packageFile("docs")).map((name) => `docs/${name}`),
];

export function readDocument(document: string): string {
  return readFileSync(packageFile(document), "utf8");
}

/** The names in backquotes in the first cells of a table, by the table's first heading. */
export function firstCells(document: string, heading: string): string[] {
  const table = readDocument(document).split(new RegExp(`^\\| ${heading} +\\|.*$`, "mu"))[1] ?? "";
  const rows = /^(?:\n\|.*)+/u.exec(table)?.[0].split("\n") ?? [];
  return rows
    .flatMap((row) => /^\| (?<cell>[^|]*)/u.exec(row)?.groups?.["cell"] ?? [])
    .flatMap(namesIn);
}

/** What stands in backquotes. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(/`(?<name>[^`]+)`/gu)].map(([, name]) => name ?? "");
}
