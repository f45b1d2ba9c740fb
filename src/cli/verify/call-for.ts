/** Decides which container is started, and which baseline its policy is made from. */
import { arch } from "node:os";
import type { Baseline } from "../../model/baseline/baseline.js";
import { parseImageReference } from "../../model/images/reference.js";
import { badUsage } from "../options/bad-usage.js";
import { engineCommand } from "../recording/in-image.js";
import {
  parseEngineCall,
  refuseUnfit,
  requireEngineCommand,
  type EngineCall,
} from "./engine-call.js";

interface Asked {
  readonly image: string | undefined;
  readonly engine: string | undefined;
  readonly afterDashes: readonly string[];
  readonly baseline: string | undefined;
}

/**
 * The image comes from the command; without a command, from the baseline.
 *
 * @param taken as for `refuseUnfit`
 * @throws CxrayError bad-usage, and what `load` throws
 */
export function callFor(
  { image, engine, afterDashes, baseline: file }: Asked,
  taken: readonly string[],
  load: (image: string | undefined) => Baseline,
): { baseline: Baseline; call: EngineCall } {
  if (afterDashes.length === 0) {
    const baseline = load(image);
    const reference = image ?? baseline.image.references.at(-1) ?? baseline.image.name;
    refuseOtherMachine(baseline);
    return { baseline, call: parseEngineCall([...engineCommand(engine), "run", reference]) };
  }
  const call = parseEngineCall(afterDashes);
  refuseUnfit(call, taken);
  const baseline = load(image ?? (file === undefined ? call.image : undefined));
  refuseOtherImage(call.image, baseline);
  refuseOtherMachine(baseline);
  requireEngineCommand(call);
  return { baseline, call };
}

/** Refuses another architecture: its system calls differ, and so may the image. */
function refuseOtherMachine({ architecture, image }: Baseline): void {
  const own = arch() === "arm64" ? "aarch64" : "x86_64";
  if (architecture === own) return;
  throw badUsage(`the policy is of ${image.name} on ${architecture}, and this machine is ${own}`, [
    "Verify it on a machine of that architecture, or record the image on this one.",
  ]);
}

function refuseOtherImage(reference: string, { image }: Baseline): void {
  const { repository } = parseImageReference(reference);
  const isKnown =
    image.references.includes(reference) ||
    [...image.repositories, parseImageReference(image.name).repository].includes(repository) ||
    image.builds.some(({ digest }) => digest.replace("sha256:", "").startsWith(reference));
  if (isKnown) return;
  throw badUsage(`the command starts ${reference}, and the policy is of ${image.name}`, [
    "Name the image's own baseline with --image or --baseline, or start that image.",
  ]);
}
