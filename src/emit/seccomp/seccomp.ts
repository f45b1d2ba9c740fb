/** A seccomp profile: the system calls a baseline holds, and those the runtime needs to start it. */
import type { Baseline } from "../../model/baseline/baseline.js";
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
  helpers: { json: (value) => JSON.stringify(value) },
  secret: false,
  readOptions: readSeccompOptions,
  render,
  validate: validateProfile,
};

function render(baseline: Baseline, template: Template, options: SeccompOptions): Rendered {
  const { profile, warnings } = buildProfile(baseline, options);
  return { text: template(profile), warnings };
}
