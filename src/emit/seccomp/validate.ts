/** Reads a profile back, and refuses what a runtime would refuse or what allows nothing. */
import { Ajv } from "ajv";
import type { Baseline } from "../../model/baseline.js";
import { isSyscallName } from "../../model/syscalls.js";
import { ARCHITECTURES, buildProfile } from "./profile.js";
import type { SeccompProfile } from "./profile.js";

const NAMES = { type: "array", items: { type: "string" }, minItems: 1, uniqueItems: true };
const ERRNO_RET = { type: "integer", minimum: 1, maximum: 4095 };

/** The OCI runtime specification's linux.seccomp, as far as a profile of allowed calls goes. */
const SCHEMA = {
  type: "object",
  required: ["defaultAction", "architectures", "syscalls"],
  properties: {
    defaultAction: {
      enum: [
        "SCMP_ACT_ERRNO",
        "SCMP_ACT_KILL_PROCESS",
        "SCMP_ACT_KILL_THREAD",
        "SCMP_ACT_KILL",
        "SCMP_ACT_LOG",
      ],
    },
    defaultErrnoRet: ERRNO_RET,
    architectures: { ...NAMES, items: { enum: Object.values(ARCHITECTURES).flat() } },
    syscalls: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["names", "action"],
        properties: {
          names: NAMES,
          action: { enum: ["SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO", "SCMP_ACT_LOG"] },
          comment: { type: "string" },
          errnoRet: ERRNO_RET,
        },
      },
    },
  },
};

const isProfile = new Ajv().compile<SeccompProfile>(SCHEMA);

/** Throws an Error that says what is wrong. */
export function validateProfile(text: string, baseline: Baseline): void {
  const profile: unknown = JSON.parse(text);
  if (!isProfile(profile)) {
    const [error] = isProfile.errors ?? [];
    throw new Error(`${error?.instancePath ?? ""} ${error?.message ?? "is not a profile"}`);
  }
  const unknown = profile.syscalls
    .flatMap(({ names }) => names)
    .find((name) => !isSyscallName(name));
  if (unknown !== undefined) throw new Error(`there is no system call ${unknown}`);
  checkAllowed(profile, buildProfile(baseline).profile);
}

function allowedBy(profile: SeccompProfile): Set<string> {
  const groups = profile.syscalls.filter(({ action }) => action === "SCMP_ACT_ALLOW");
  return new Set(groups.flatMap(({ names }) => names));
}

/** What the image needs is allowed; a template may allow more, which shows in its text. */
function checkAllowed(profile: SeccompProfile, expected: SeccompProfile): void {
  const allowed = allowedBy(profile);
  const missing = [...allowedBy(expected)].find((name) => !allowed.has(name));
  if (missing !== undefined) throw new Error(`${missing} was used and is not allowed`);
}
