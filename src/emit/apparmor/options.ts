/** The user's options for an AppArmor profile. */
import { CxrayError } from "../../model/errors.js";
import type { EmitOptions, FormatOption } from "../format.js";

export interface ApparmorOptions {
  /** undefined: named after the image */
  readonly profileName: string | undefined;
}

export const APPARMOR_OPTIONS = {
  "profile-name": {
    type: "string",
    describe: "name of the profile, for --security-opt apparmor=NAME",
    defaultDescription: "cxray-IMAGE",
  },
} as const satisfies Record<string, FormatOption>;

const NAME = /^[\w.+@=-]{1,200}$/u;

/** Throws `bad-usage` for a name that some tools reject. */
export function readApparmorOptions(given: EmitOptions): ApparmorOptions {
  const name = given["profile-name"];
  if (name === undefined) return { profileName: undefined };
  if (typeof name === "string" && NAME.test(name)) return { profileName: name };
  throw new CxrayError("bad-usage", `--profile-name can't be ${JSON.stringify(name)}`, [
    "Use letters, digits and . _ + @ = - alone.",
  ]);
}
