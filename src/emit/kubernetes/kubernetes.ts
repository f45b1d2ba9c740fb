/** A fragment of a Pod's spec with the settings that a baseline allows. */
import { commentText } from "../comment.js";
import type { BaselineFormat, EmitOptions, Rendered } from "../format.js";
import type { Template } from "../render.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { CxrayError } from "../../model/errors.js";
import { capabilityNotes } from "../settings/notes.js";
import { readContainerOptions, type ContainerOptions } from "../settings/options.js";
import { lowPorts } from "../open-ports.js";
import { containerSettings, type ContainerSettings } from "../settings/settings.js";
import { validateDocument, yamlOf } from "../yaml-document.js";
import { podSpec } from "./pod-spec.js";
import { unmetControls } from "./restricted.js";

export const kubernetes: BaselineFormat<ContainerOptions> = {
  name: "kubernetes",
  summary: "a Pod's securityContext and volumes, as its behaviour allows",
  input: "baseline",
  template: "kubernetes/pod-spec.hbs",
  file: "pod-spec.yaml",
  helpers: { comment: commentText, yaml: yamlOf },
  secret: false,
  limits: [
    "which programs may run and which files may be read: it restricts where is written, and rights",
    "files that are only asked about, below a directory that is mounted anew",
    "privileged: true, host namespaces and hostPath volumes, which reach around it",
  ],
  lists: ["listeners"],
  readOptions,
  render,
  validate: (text, baseline, options) => {
    const settings = containerSettings(baseline, options);
    validateDocument(text, "pod-spec", podSpec(baseline, settings));
  },
};

/** Refuses paths outside of the kubelet's seccomp directory. */
function readOptions(given: EmitOptions): ContainerOptions {
  const options = readContainerOptions(given);
  const { seccompProfile } = options;
  if (typeof seccompProfile !== "string" || !/^\/|(?:^|\/)\.\.(?:\/|$)/u.test(seccompProfile)) {
    return options;
  }
  throw new CxrayError("bad-usage", `--seccomp-profile can't be ${seccompProfile} in Kubernetes`, [
    "Name a path below the kubelet's seccomp directory, such as profiles/app.json.",
  ]);
}

function render(baseline: Baseline, template: Template, options: ContainerOptions): Rendered {
  const settings = containerSettings(baseline, options);
  const view = {
    notes: notesOf(settings),
    unmet: unmetControls(settings),
    document: podSpec(baseline, settings),
  };
  return { text: template(view), warnings: [] };
}

function notesOf(settings: ContainerSettings): string[] {
  const { places, root, mounted, seccompProfile, ports } = settings;
  return [
    ...(root === null ? [] : [`The root file system stays writable: ${root}.`]),
    ...places.map(({ path, because, hides }) => {
      const lost =
        hides === null
          ? ""
          : ` It hides what the image has there, such as ${hides}: an init container has to copy it.`;
      return `${path}: ${because} is changed. The directory begins empty.${lost}`;
    }),
    ...mounted.map((path) => `Keep what you mount at or above ${path}: it was written to.`),
    ...(seccompProfile === null
      ? []
      : [
          "localhostProfile is below the kubelet's seccomp directory. With the Security Profiles Operator it is operator/NAME.json, where NAME is its SeccompProfile's.",
        ]),
    ...(lowPorts(ports).length === 0
      ? []
      : [
          `Port ${lowPorts(ports).join(", ")}: not every cluster lets a container listen there without a right.`,
        ]),
    ...(settings.capabilities === null ? capabilityNotes(settings) : []),
  ];
}
