/** The options of `docker run` that a baseline allows, as a script that passes its arguments on. */
import { commentText } from "../comment.js";
import type { BaselineFormat, Rendered } from "../format.js";
import type { Template } from "../render.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { capabilityNotes, lowPortNotes, placeNotes, privilegeNotes } from "../settings/notes.js";
import { readContainerOptions, type ContainerOptions } from "../settings/options.js";
import { tmpfsText } from "../settings/places.js";
import {
  containerSettings,
  keepsPrivileges,
  type ContainerSettings,
} from "../settings/settings.js";
import { readCommand, shellWord } from "./shell.js";

export const dockerRun: BaselineFormat<ContainerOptions> = {
  name: "docker-run",
  summary: "a script that runs the image with the settings that its behaviour allows",
  input: "baseline",
  template: "docker-run/command.hbs",
  file: "docker-run.sh",
  helpers: { comment: commentText, shell: shellWord },
  secret: false,
  limits: [
    "which programs may run and which files may be read: it restricts where is written, and rights",
    "files that are only asked about, below a directory that is mounted anew",
    "--privileged: it overrides all of this",
  ],
  lists: ["listeners"],
  readOptions: readContainerOptions,
  render,
  validate,
};

function render(baseline: Baseline, template: Template, options: ContainerOptions): Rendered {
  const settings = containerSettings(baseline, options);
  const view = {
    image: settings.image ?? "IMAGE",
    notes: notesOf(settings),
    options: dockerOptions(settings).map((words) => ({ words })),
  };
  return { text: template(view), warnings: [] };
}

/** Each option of `docker run` with its value. */
export function dockerOptions(settings: ContainerSettings): string[][] {
  const { capabilities, places, root, seccompProfile, apparmorProfile, user, ports } = settings;
  const memory = places.filter(({ isTmpfs }) => isTmpfs);
  const volumes = places.filter(({ isTmpfs }) => !isTmpfs);
  return [
    ...(capabilities === null ? [] : [["--cap-drop", "ALL"]]),
    ...(capabilities ?? []).map(({ name }) => ["--cap-add", name]),
    ...(keepsPrivileges(settings) ? [["--security-opt", "no-new-privileges"]] : []),
    ...(seccompProfile === null ? [] : [["--security-opt", `seccomp=${seccompProfile}`]]),
    ...(apparmorProfile === null ? [] : [["--security-opt", `apparmor=${apparmorProfile}`]]),
    ...(user === null ? [] : [["--user", user]]),
    ...(root === null ? [["--read-only"]] : []),
    ...memory.map((place) => ["--tmpfs", tmpfsText(place, user)]),
    ...volumes.map(({ path }) => ["--volume", path]),
    ...ports.map(({ port, transport }) => [
      "--publish",
      transport === "udp" ? `${String(port)}/udp` : String(port),
    ]),
  ];
}

/** The words between `docker run` and `"$@"`. Throws an Error for any other script. */
export function optionsIn(script: string): string[] {
  const words = readCommand(script);
  const at = words[0] === "exec" ? 1 : 0;
  if (words[at] !== "docker" || words[at + 1] !== "run") {
    throw new Error("its command is not docker run");
  }
  return words.slice(at + 2);
}

function notesOf(settings: ContainerSettings): string[] {
  const { seccompProfile, ports, image } = settings;
  const profile =
    seccompProfile === null
      ? []
      : [
          `The seccomp profile: cxray emit -f seccomp --image ${shellWord(image ?? "IMAGE")} -o ${shellWord(seccompProfile)}`,
        ];
  return [
    ...placeNotes(settings),
    ...capabilityNotes(settings),
    ...privilegeNotes(settings),
    ...profile,
    ...lowPortNotes(settings),
    ...(ports.length === 0
      ? []
      : ["The engine chooses the host's ports: --publish HOST:PORT names one."]),
  ];
}

function validate(text: string, baseline: Baseline, options: ContainerOptions): void {
  const found = `\0${optionsIn(text).join("\0")}\0`;
  const wanted = dockerOptions(containerSettings(baseline, options));
  const missing = wanted.find((each) => !found.includes(`\0${each.join("\0")}\0`));
  if (missing !== undefined) throw new Error(`it lacks ${missing.join(" ")}`);
}
