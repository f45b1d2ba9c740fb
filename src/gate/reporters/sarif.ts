/** Writes SARIF 2.1.0, as GitHub's code scanning reads it. */
import { PARTS, type PartName } from "../../model/baseline/parts.js";
import { CONCERNS } from "../../model/concerns/concerns.js";
import { printable } from "../../model/text.js";
import { fingerprintOf, type Finding, type Severity } from "../finding.js";
import { fittingFile, messageOf, type Report } from "./report.js";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
const LEVELS = { high: "error", medium: "warning", low: "note" } as const;
/** GitHub shows a score above 7 as high, and above 4 as medium. */
const SCORES = { high: "8.0", medium: "5.0", low: "2.0" } as const;

const ACCEPTED = "What is as it should be is accepted with: cxray accept.";
const FORBIDDEN = "Only a change of cxray.yaml lets it in.";

export function renderSarif(report: Report): string {
  const { findings, image, file, notes, isComplete, version } = report;
  const { shown, leftOut } = fittingFile(findings);
  const ids = [...new Set(shown.map(ruleIdOf))].sort();
  const told = leftOut === null ? notes : [...notes, leftOut];
  const run = {
    tool: {
      driver: { name: "cxray", version, rules: ids.map(ruleOf) },
    },
    automationDetails: { id: `cxray/${encodeURIComponent(printable(image))}/` },
    invocations: [
      {
        executionSuccessful: isComplete,
        toolExecutionNotifications: told.map((text) => ({ level: "warning", message: { text } })),
      },
    ],
    results: shown.map((finding) => resultOf(finding, ids, file)),
    columnKind: "utf16CodeUnits",
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs: [run] }, null, 2)}\n`;
}

function ruleIdOf({ change, part, concern }: Finding): string {
  return `${change}/${change === "new" && concern !== null ? concern : part}`;
}

function resultOf(finding: Finding, ids: readonly string[], file: string): object {
  const ruleId = ruleIdOf(finding);
  const uri = file
    .replace(/^(?:\.\/+)+/u, "")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
  const region = { startLine: finding.line };
  return {
    ruleId,
    ruleIndex: ids.indexOf(ruleId),
    level: LEVELS[finding.severity],
    message: { text: `${messageOf(finding)}.` },
    locations: [{ physicalLocation: { artifactLocation: { uri }, region } }],
    partialFingerprints: { primaryLocationLineHash: `${fingerprintOf(finding)}:1` },
  };
}

function ruleOf(id: string): object {
  const [change = "", subject = ""] = id.split("/");
  const concern = CONCERNS.find(({ name }) => name === subject);
  const { text, severity } =
    concern === undefined ? ofPart(change, subject as PartName) : ofConcern(concern);
  return {
    id,
    name: nameOf(id),
    shortDescription: { text },
    fullDescription: { text },
    help: { text: `${text} ${change === "never" ? FORBIDDEN : ACCEPTED}` },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ["security", "container"], "security-severity": SCORES[severity] },
  };
}

interface RuleWords {
  readonly text: string;
  readonly severity: Severity;
}

function ofConcern({ meaning, severity }: (typeof CONCERNS)[number]): RuleWords {
  return { text: meaning, severity };
}

function ofPart(change: string, part: PartName): RuleWords {
  const what = `${PARTS[part].verb} a ${PARTS[part].noun}`;
  switch (change) {
    case "gone":
      return {
        text: `It is in the baseline that the image ${what}; it was not seen.`,
        severity: "low",
      };
    case "never":
      return { text: `The image ${what} that the policy never lets in.`, severity: "high" };
    default:
      return {
        text: `The image ${what} that its baseline does not have.`,
        severity: PARTS[part].severity,
      };
  }
}

/** `new/secret-read`: `NewSecretRead`. */
function nameOf(id: string): string {
  return id.replace(/(?:^|[^A-Za-z]+)([A-Za-z])/gu, (_all, letter: string) => letter.toUpperCase());
}
