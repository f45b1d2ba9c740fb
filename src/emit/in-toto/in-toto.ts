/** An in-toto statement about what an image did, to be signed. */
import { jsonComment, jsonText } from "../comment.js";
import type { BaselineFormat, Rendered } from "../format.js";
import type { Template } from "../render.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { checkDocument } from "../yaml-document.js";
import { statementOf } from "./statement.js";

export const inToto: BaselineFormat<null> = {
  name: "in-toto",
  summary: "an unsigned in-toto statement with a trace of what it did",
  input: "baseline",
  template: "in-toto/statement.hbs",
  file: "intoto.json",
  helpers: { json: jsonText, comment: jsonComment },
  secret: false,
  limits: [
    "who says so: it is not signed",
    "what was in a file: a file is named by its path, and has no digest",
    "single events, their order and times: an entry stands for everything that happened in it, in all runs",
    "which of several builds did something",
    "on which host it ran",
    "arguments of programs and paths of requests, which may hold secrets: a signed statement may be public for ever",
    "system calls, capabilities and changes of files other than writing: the trace has no list of them",
  ],
  lists: ["executables", "filesRead", "filesWritten", "destinations", "listeners", "names"],
  readOptions: () => null,
  render,
  validate: (text, baseline) => {
    checkDocument(JSON.parse(text), "in-toto", statementOf(baseline));
  },
};

function render(baseline: Baseline, template: Template): Rendered {
  return { text: template(statementOf(baseline)), warnings: [] };
}
