/** A KubeArmorPolicy that allows what an image's containers did. */
import { commentText } from "../comment.js";
import type { BaselineFormat, Rendered } from "../format.js";
import { KUBERNETES_OBJECT } from "../long-lists.js";
import type { Template } from "../render.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { plural } from "../../model/plural.js";
import { readPolicyOptions, selectorNotes, type PolicyOptions } from "../network/options.js";
import { validateDocument, yamlOf } from "../yaml-document.js";
import { kubearmorPolicy } from "./policy.js";

export const kubearmor: BaselineFormat<PolicyOptions> = {
  name: "kubearmor",
  summary: "a KubeArmorPolicy of the programs, files, protocols and capabilities that were used",
  input: "baseline",
  template: "kubearmor/policy.hbs",
  file: "kubearmor.yaml",
  helpers: { comment: commentText, yaml: yamlOf },
  secret: false,
  limits: [
    "whether anything is blocked: what is not allowed is only reported where the posture of the namespace is audit, which is KubeArmor's default",
    "a category of which nothing was recorded: it stays open, and one entry makes a whole category a list of what is allowed",
    "patterns where KubeArmor enforces with BPF: it takes them with AppArmor alone",
    "addresses, ports and names of hosts",
    "which program does something: the policy is the whole Pod's",
    "names that hold other characters than printable ASCII, or those that patterns have",
  ],
  lists: ["executables", "filesRead", "filesWritten", "changes"],
  sizes: KUBERNETES_OBJECT,
  readOptions: readPolicyOptions,
  render,
  validate: (text, baseline, options) => {
    validateDocument(text, "kubearmor", kubearmorPolicy(baseline, options).document);
  },
};

function render(baseline: Baseline, template: Template, options: PolicyOptions): Rendered {
  const { document, leftOut } = kubearmorPolicy(baseline, options);
  const notes = [...selectorNotes(options), ...leftOutNotes(leftOut)];
  return { text: template({ notes, document }), warnings: notes };
}

function leftOutNotes(count: number): string[] {
  if (count === 0) return [];
  return [`${plural(count, "name")} can't be written into a KubeArmorPolicy and are left out.`];
}
