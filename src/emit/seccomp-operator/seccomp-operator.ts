/** The seccomp profile as an object of the Security Profiles Operator. */
import { commentText } from "../comment.js";
import type { BaselineFormat, Rendered } from "../format.js";
import { objectName } from "../image-names.js";
import { KUBERNETES_OBJECT } from "../long-lists.js";
import type { Template } from "../render.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { readSeccompOptions, type SeccompOptions } from "../seccomp/options.js";
import { buildProfile } from "../seccomp/profile.js";
import { validateDocument, yamlOf } from "../yaml-document.js";
import { operatorObject } from "./object.js";

export const seccompOperator: BaselineFormat<SeccompOptions> = {
  name: "seccomp-operator",
  summary: "a SeccompProfile of the Security Profiles Operator",
  input: "baseline",
  template: "seccomp-operator/profile.hbs",
  file: "seccompprofile.yaml",
  helpers: { comment: commentText, yaml: yamlOf },
  secret: false,
  limits: [
    "what is in memory: paths, addresses, the flags of clone3, and socketcall's arguments",
    "which program makes a call: the profile is the whole container's",
    "the error of every call: one that is not named gets EPERM, as the object has no default for it",
  ],
  lists: [],
  sizes: KUBERNETES_OBJECT,
  readOptions: readSeccompOptions,
  render,
  validate: (text, baseline, options) => {
    const { profile } = buildProfile(baseline, options);
    validateDocument(text, "seccomp-operator", operatorObject(baseline, profile));
  },
};

function render(baseline: Baseline, template: Template, options: SeccompOptions): Rendered {
  const { profile, warnings } = buildProfile(baseline, options);
  const view = {
    path: `operator/${objectName(baseline.image)}.json`,
    groups: profile.syscalls.map(({ comment }) => comment),
    document: operatorObject(baseline, profile),
  };
  return { text: template(view), warnings };
}
