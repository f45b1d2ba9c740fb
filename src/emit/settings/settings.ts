/** The security settings of a container that its behaviour allows, for any engine. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { CxrayError } from "../../model/errors.js";
import { imageStem } from "../file-names.js";
import { imageReference } from "../image-names.js";
import { userOf, type ContainerOptions } from "./options.js";
import { writablePlaces, type WritablePlaces } from "./places.js";
import { openPorts, type OpenPort } from "../open-ports.js";
import { elevatedPrograms, neededCapabilities, type NeededCapability } from "./rights.js";

export interface ContainerSettings extends WritablePlaces {
  /** null: the recorded containers have no engine image */
  readonly image: string | null;
  /** all others can be dropped; null: unknown, so none can */
  readonly capabilities: readonly NeededCapability[] | null;
  /** programs whose file gives privileges, which no-new-privileges would prevent; null: unknown */
  readonly elevated: readonly string[] | null;
  /** `1000`, `1000:1000`; null: the image's own */
  readonly user: string | null;
  /** the file of its seccomp profile; null: none */
  readonly seccompProfile: string | null;
  /** the name of its AppArmor profile; null: none */
  readonly apparmorProfile: string | null;
  readonly ports: readonly OpenPort[];
}

/** Throws `no-behaviour` if nothing was recorded: the settings would allow nothing. */
export function containerSettings(
  baseline: Baseline,
  options: ContainerOptions,
): ContainerSettings {
  const { image, executables } = baseline;
  const hasCalls = Object.values(baseline.syscalls.workload).some((calls) => calls.length > 0);
  if (!hasCalls && executables.length === 0) {
    throw new CxrayError(
      "no-behaviour",
      `no program of ${image.references[0] ?? image.name} was recorded`,
      "The settings would allow nothing. Record a container of the image from its start.",
    );
  }
  const { seccompProfile = `${imageStem(image)}.seccomp.json` } = options;
  return {
    image: imageReference(image),
    capabilities: neededCapabilities(baseline),
    elevated: elevatedPrograms(baseline),
    user: userOf(options, image.name),
    seccompProfile: hasCalls ? seccompProfile : null,
    apparmorProfile: options.apparmorProfile,
    ports: openPorts(baseline),
    ...writablePlaces(baseline),
  };
}

/** Whether no-new-privileges can be set: no program gains privileges when it is executed. */
export function keepsPrivileges({ elevated }: Pick<ContainerSettings, "elevated">): boolean {
  return elevated?.length === 0;
}
