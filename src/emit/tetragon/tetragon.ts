/** A TracingPolicy that reports or refuses what an image's containers did not do. */
import { commentText } from "../comment.js";
import type { BaselineFormat, Rendered } from "../format.js";
import { KUBERNETES_OBJECT } from "../long-lists.js";
import type { Template } from "../render.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { plural } from "../../model/plural.js";
import { selectorNotes } from "../network/options.js";
import { validateDocument, yamlOf } from "../yaml-document.js";
import { actionNotes, readTetragonOptions, type TetragonOptions } from "./options.js";
import { tracingPolicy, type TracingPolicy } from "./policy.js";

export const tetragon: BaselineFormat<TetragonOptions> = {
  name: "tetragon",
  summary: "a TracingPolicy that reports programs, files and addresses that were not seen",
  input: "baseline",
  template: "tetragon/policy.hbs",
  file: "tetragon.yaml",
  helpers: { comment: commentText, yaml: yamlOf },
  secret: false,
  limits: [
    "patterns: a name with one is allowed from its beginning up to the pattern, whatever follows",
    "who does something: the policy is the whole container's, and what the runtime executes in it is reported too",
    "files that unknown programs open: the program itself is reported",
    "files that are no regular ones, and what becomes of a file other than being opened: renamed, removed, made executable",
    "which port of which address: each has a list of its own",
    "names of hosts, whose ports are open for every address; datagrams without connect(); unix sockets; listening",
    "bytes that are no UTF-8, and paths beyond Tetragon's limits",
  ],
  lists: ["executables", "filesRead", "filesWritten", "destinations"],
  sizes: KUBERNETES_OBJECT,
  readOptions: readTetragonOptions,
  render,
  validate: (text, baseline, options) => {
    validateDocument(text, "tetragon", tracingPolicy(baseline, options).document);
  },
};

function render(baseline: Baseline, template: Template, options: TetragonOptions): Rendered {
  const policy = tracingPolicy(baseline, options);
  const warnings = [
    ...(policy.isForImage ? [] : selectorNotes(options)),
    ...actionNotes(options),
    ...leftOutNotes(policy),
  ];
  const notes = [...warnings, ...widenedNotes(policy)];
  return { text: template({ notes, document: policy.document }), warnings };
}

function leftOutNotes({ leftOut }: TracingPolicy): string[] {
  if (leftOut === 0) return [];
  return [
    `${plural(leftOut, "name")} can't be written into a TracingPolicy: Tetragon acts on them although they were seen.`,
  ];
}

function widenedNotes({ widened }: TracingPolicy): string[] {
  if (widened === 0) return [];
  return [`Of ${plural(widened, "pattern")} the beginning alone is compared.`];
}
