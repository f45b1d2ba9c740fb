/** A Compose service with the settings that a baseline allows. */
import { commentText } from "../comment.js";
import type { BaselineFormat, Rendered } from "../format.js";
import type { Template } from "../render.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { containerName } from "../image-names.js";
import { capabilityNotes, lowPortNotes, placeNotes, privilegeNotes } from "../settings/notes.js";
import { readContainerOptions, type ContainerOptions } from "../settings/options.js";
import { tmpfsText } from "../settings/places.js";
import {
  containerSettings,
  keepsPrivileges,
  type ContainerSettings,
} from "../settings/settings.js";
import { validateDocument, yamlOf } from "../yaml-document.js";

export const compose: BaselineFormat<ContainerOptions> = {
  name: "compose",
  summary: "a service of Compose with the settings that its behaviour allows",
  input: "baseline",
  template: "compose/service.hbs",
  file: "compose.yaml",
  helpers: { comment: commentText, yaml: yamlOf },
  secret: false,
  limits: [
    "which programs may run and which files may be read: it restricts where is written, and rights",
    "files that are only asked about, below a directory that is mounted anew",
    "privileged: true, which overrides all of this",
  ],
  lists: ["listeners"],
  readOptions: readContainerOptions,
  render,
  validate: (text, baseline, options) => {
    const settings = containerSettings(baseline, options);
    validateDocument(text, "compose", composeDocument(baseline, settings));
  },
};

function render(baseline: Baseline, template: Template, options: ContainerOptions): Rendered {
  const settings = containerSettings(baseline, options);
  const { seccompProfile, ports } = settings;
  const notes = [
    ...placeNotes(settings),
    ...capabilityNotes(settings),
    ...privilegeNotes(settings),
    ...(seccompProfile === null ? [] : [PROFILE]),
    ...lowPortNotes(settings),
    ...(ports.length === 0 ? [] : ['The engine chooses the host\'s ports: "HOST:PORT" names one.']),
  ];
  const document = composeDocument(baseline, settings);
  return { text: template({ notes, document }), warnings: [] };
}

const PROFILE =
  "The seccomp profile comes from cxray emit -f seccomp. Versions of Compose differ in what a relative path is relative to: an absolute one is the same for all.";

interface Service {
  readonly services: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function composeDocument({ image }: Baseline, settings: ContainerSettings): Service {
  const { capabilities, places, root, seccompProfile, apparmorProfile, user, ports } = settings;
  const memory = places.filter(({ isTmpfs }) => isTmpfs);
  const volumes = places.filter(({ isTmpfs }) => !isTmpfs);
  const added = (capabilities ?? []).map(({ name }) => name);
  const security = [
    ...(keepsPrivileges(settings) ? ["no-new-privileges:true"] : []),
    ...(seccompProfile === null ? [] : [`seccomp:${literal(seccompProfile)}`]),
    ...(apparmorProfile === null ? [] : [`apparmor:${apparmorProfile}`]),
  ];
  const service = {
    image: settings.image ?? "IMAGE",
    ...(user === null ? {} : { user }),
    ...(root === null ? { read_only: true } : {}),
    ...(capabilities === null ? {} : { cap_drop: ["ALL"] }),
    ...listed("cap_add", added),
    ...listed("security_opt", security),
    ...listed(
      "tmpfs",
      memory.map((place) => tmpfsText(place, user)),
    ),
    ...listed(
      "volumes",
      volumes.map(({ path }) => ({ type: "volume", target: path })),
    ),
    ...listed(
      "ports",
      ports.map(({ port, transport }) => `${String(port)}${transport === "udp" ? "/udp" : ""}`),
    ),
  };
  return { services: { [containerName(image)]: service } };
}

function listed(key: string, items: readonly unknown[]): Record<string, unknown> {
  return items.length === 0 ? {} : { [key]: items };
}

/** Compose substitutes variables after a dollar sign. */
function literal(text: string): string {
  return text.replaceAll("$", "$$$$");
}
