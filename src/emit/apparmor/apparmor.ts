/** An AppArmor profile that allows what an image's containers did, and nothing else. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { CxrayError } from "../../model/errors.js";
import { commentText } from "../comment.js";
import { imageStem } from "../file-names.js";
import type { BaselineFormat, Rendered } from "../format.js";
import type { Template } from "../render.js";
import { collapse } from "./collapse.js";
import { readApparmorOptions, type ApparmorOptions } from "./options.js";
import { filePermissions } from "./permissions.js";
import type { ApparmorProfile } from "./profile.js";
import { capabilitiesOf, networksOf } from "./rights.js";
import { validateProfile } from "./validate.js";

export const apparmor: BaselineFormat<ApparmorOptions> = {
  name: "apparmor",
  summary: "an AppArmor profile that allows the files, capabilities and sockets that were used",
  input: "baseline",
  template: "apparmor/profile.hbs",
  file: "apparmor",
  helpers: { comment: commentText },
  secret: false,
  limits: [
    "addresses, ports and names of hosts: only families of sockets",
    "which program does something: the profile is the whole container's",
    "which directories are listed: the names in every directory can be read",
    "appending without writing: who may append may overwrite",
    "what `docker exec` runs, unless it was recorded with --include-sessions",
  ],
  lists: [],
  readOptions: readApparmorOptions,
  render,
  validate: (text, baseline, options) => {
    validateProfile(text, profileOf(baseline, options));
  },
};

function profileOf(baseline: Baseline, { profileName }: ApparmorOptions): ApparmorProfile {
  if (baseline.executables.length === 0) throw noBehaviour(baseline);
  return {
    name: profileName ?? `cxray-${imageStem(baseline.image)}`,
    capabilities: capabilitiesOf(baseline),
    networks: networksOf(baseline),
    mounts: baseline.changes.some(
      ({ operation, results }) =>
        (operation === "mount" || operation === "umount") && results.includes("done"),
    ),
    files: collapse(filePermissions(baseline)),
  };
}

function render(baseline: Baseline, template: Template, options: ApparmorOptions): Rendered {
  const profile = profileOf(baseline, options);
  const { capabilities, networks, files, mounts } = profile;
  const view = {
    ...profile,
    capabilities: (capabilities ?? []).map((name) => ({ name })),
    networks: (networks ?? []).map((name) => ({ name })),
    anyCapability: capabilities === null,
    anyNetwork: networks === null,
  };
  return { text: template(view), warnings: warningsFor({ capabilities, networks, files, mounts }) };
}

function warningsFor(profile: Omit<ApparmorProfile, "name">): string[] {
  const { capabilities, networks, files, mounts } = profile;
  const wide = files.filter(({ count }) => count > 1).length;
  const many = files.length > SLOW_RULES;
  return [
    ...(capabilities === null
      ? ["Which capabilities are used is not known: all are allowed."]
      : []),
    ...(networks === null ? ["Which sockets are made is not known in full: all are allowed."] : []),
    ...(mounts ? ["The image mounts file systems: the profile allows every mount."] : []),
    ...(wide === 0
      ? []
      : [`There are many files: ${String(wide)} rules stand for whole directories.`]),
    ...(many ? [`The profile has ${String(files.length)} rules on files: it loads slowly.`] : []),
  ];
}

const SLOW_RULES = 1_000;

function noBehaviour({ image }: Baseline): CxrayError {
  return new CxrayError(
    "no-behaviour",
    `no program of ${image.references[0] ?? image.name} was recorded`,
    "The profile would allow nothing. Record a container of the image from its start.",
  );
}
