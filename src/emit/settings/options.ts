/** The user's options for a container's settings. */
import { CxrayError } from "../../model/errors.js";
import type { EmitOptions, FormatOption } from "../format.js";

export interface ContainerOptions {
  /** path of the seccomp profile in the settings; null: none; undefined: named after the image */
  readonly seccompProfile: string | null | undefined;
  /** name of the loaded AppArmor profile; null: none */
  readonly apparmorProfile: string | null;
  /** `1000` or `1000:1000`; null: as recorded */
  readonly user: string | null;
  /** @see EmitOptions */
  readonly mainUsersOf: NonNullable<EmitOptions["mainUsersOf"]>;
}

export const CONTAINER_OPTIONS = {
  "seccomp-profile": {
    type: "string",
    describe: "path of the seccomp profile to put into the settings; none leaves it out",
    defaultDescription: "IMAGE.seccomp.json",
  },
  "apparmor-profile": {
    type: "string",
    describe:
      "name of the AppArmor profile to put into the settings; load it where the container runs",
    defaultDescription: "none",
  },
  user: {
    type: "string",
    describe: "user to run as: UID or UID:GID",
    defaultDescription: "the user of the container's first process, unless that was root",
  },
} as const satisfies Record<string, FormatOption>;

const USER = /^\d{1,10}(?::\d{1,10})?$/u;

/** Throws `bad-usage` for a value that no format can write. */
export function readContainerOptions(given: EmitOptions): ContainerOptions {
  const file = given["seccomp-profile"];
  if (typeof file === "string" && (file === "" || /[\p{C}\p{Z}]/u.test(file.replaceAll(" ", "")))) {
    throw new CxrayError("bad-usage", `--seccomp-profile can't be ${JSON.stringify(file)}`, [
      "Name a file without control characters, or none.",
    ]);
  }
  return {
    seccompProfile: file === "none" ? null : typeof file === "string" ? file : undefined,
    apparmorProfile: readApparmorName(given["apparmor-profile"]),
    user: readUser(given["user"]),
    mainUsersOf: given.mainUsersOf ?? (() => []),
  };
}

/** Names that every engine and settings file takes for a plain name. */
const APPARMOR_NAME = /^[\w.][\w.+@%=~-]{0,200}$/u;

function readApparmorName(name: unknown): string | null {
  if (name === undefined || name === "none") return null;
  if (typeof name === "string" && APPARMOR_NAME.test(name)) return name;
  throw new CxrayError("bad-usage", `--apparmor-profile can't be ${JSON.stringify(name)}`, [
    "Write the profile's name, as aa-status lists it.",
  ]);
}

function readUser(user: unknown): string | null {
  if (user === undefined) return null;
  const text = typeof user === "string" ? user : JSON.stringify(user);
  if (USER.test(text)) return text;
  throw new CxrayError("bad-usage", `--user needs a number, or two: ${text}`, [
    "Write the user's id, or that and the group's: --user 1000:1000.",
  ]);
}

/**
 * The user from the options, or the user of all first processes unless it is root; null: unknown.
 */
export function userOf({ user, mainUsersOf }: ContainerOptions, image: string): string | null {
  if (user !== null) return user;
  const [recorded, ...others] = mainUsersOf(image);
  const isOne = recorded !== undefined && recorded !== 0 && others.length === 0;
  return isOne ? String(recorded) : null;
}
