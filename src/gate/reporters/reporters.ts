/** REPORTERS: every format of a report. `--format`, completion and docs/gate.md use this table. */
import { renderCodeQuality } from "./codequality.js";
import { renderGithub } from "./github.js";
import { renderJson } from "./json.js";
import { renderJunit } from "./junit.js";
import { renderMarkdown } from "./markdown.js";
import type { Report } from "./report.js";
import { renderSarif } from "./sarif.js";
import { renderText } from "./text.js";

interface Reporter {
  /** what it is for, for help and the documents */
  readonly describe: string;
  readonly render: (report: Report) => string;
}

export const REPORTERS = {
  text: { describe: "a person: one screen, the worst first", render: renderText },
  json: { describe: "programs: every finding with all that is known of it", render: renderJson },
  markdown: { describe: "a job summary, a pull request or a comment", render: renderMarkdown },
  github: { describe: "annotations in a GitHub workflow", render: renderGithub },
  sarif: { describe: "GitHub code scanning and other SARIF 2.1.0 readers", render: renderSarif },
  junit: { describe: "test reports of GitLab, Jenkins and others", render: renderJunit },
  codequality: { describe: "GitLab's Code Quality report", render: renderCodeQuality },
} as const satisfies Record<string, Reporter>;

export type ReporterName = keyof typeof REPORTERS;

export const REPORTER_NAMES = Object.keys(REPORTERS) as readonly ReporterName[];
