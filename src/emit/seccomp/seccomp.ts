/**
 * A seccomp profile: the system calls of a baseline, and those that the runtime needs to start it.
 */
import type { Baseline } from "../../model/baseline/baseline.js";
import { jsonComment } from "../comment.js";
import type { BaselineFormat, Rendered } from "../format.js";
import type { Template } from "../render.js";
import { readSeccompOptions, type SeccompOptions } from "./options.js";
import { buildProfile } from "./profile.js";
import { validateProfile } from "./validate.js";

export const seccomp: BaselineFormat<SeccompOptions> = {
  name: "seccomp",
  summary: "a seccomp profile for Docker, Podman, containerd and Kubernetes",
  input: "baseline",
  template: "seccomp/profile.hbs",
  file: "seccomp.json",
  helpers: { json: (value) => JSON.stringify(value), comment: jsonComment },
  secret: false,
  limits: [
    "what is in memory: paths, addresses, the flags of clone3, and socketcall's arguments",
    "which program makes a call: the profile is the whole container's",
  ],
  lists: [],
  readOptions: readSeccompOptions,
  render,
  validate: validateProfile,
};

function render(baseline: Baseline, template: Template, options: SeccompOptions): Rendered {
  const { profile, warnings } = buildProfile(baseline, options);
  return { text: template(profile), warnings };
}
