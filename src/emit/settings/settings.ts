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
  /** null: what was recorded is no image of an engine */
  readonly image: string | null;
  /** all others can be dropped; null: not known, so that none can */
  readonly capabilities: readonly NeededCapability[] | null;
  /** programs whose file gives rights, which no-new-privileges would take away; null: not known */
  readonly elevated: readonly string[] | null;
  /** `1000`, `1000:1000`; null: as the image says */
  readonly user: string | null;
  /** the file of its seccomp profile; null: none */
  readonly seccompProfile: string | null;
  /** the name of its AppArmor profile; null: none */
  readonly apparmorProfile: string | null;
  readonly ports: readonly OpenPort[];
}

/** Throws `no-behaviour` where nothing was recorded: the settings would allow nothing. */
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

/** Whether programs can be kept from gaining rights when they are executed. */
export function keepsPrivileges({ elevated }: Pick<ContainerSettings, "elevated">): boolean {
  return elevated?.length === 0;
}
