/** Reads what a check reported, in every format. */
import { XMLParser } from "fast-xml-parser";
import type { Finding } from "../../../src/gate/finding.js";

/** The report of `--format json`. */
export interface Told {
  readonly complete: boolean;
  readonly notes: readonly string[];
  readonly findings: readonly (Finding & { readonly message: string; readonly fails: boolean })[];
}

/** What each format that a machine reads says of each finding. */
export const READERS: Readonly<Record<string, (text: string) => string[]>> = {
  json: (text) => (JSON.parse(text) as Told).findings.map(({ message }) => message),
  markdown: (text) => text.split("\n").filter((line) => line.startsWith("- ")),
  github: (text) =>
    text.split("\n").filter((line) => /^::(?:error|warning|notice) file=/u.test(line)),
  sarif: (text) => {
    const { runs } = JSON.parse(text) as { runs: { results: { message: { text: string } }[] }[] };
    return runs.flatMap(({ results }) => results.map(({ message }) => message.text));
  },
  junit: (text) => {
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: "@",
      isArray: (name) => name === "testcase",
    });
    const { testsuites } = parser.parse(text) as {
      testsuites: { testsuite: { testcase: { failure?: { "@message": string } }[] } };
    };
    return testsuites.testsuite.testcase.flatMap(({ failure }) => failure?.["@message"] ?? []);
  },
  codequality: (text) =>
    (JSON.parse(text) as { description: string }[]).map(({ description }) => description),
};
