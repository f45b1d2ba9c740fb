/** Reads a profile back. Refuses what a runtime would refuse, and a profile that allows nothing. */
import { Ajv } from "ajv";
import type { Baseline } from "../../model/baseline/baseline.js";
import { isSyscallName } from "../../model/kernel/syscalls.js";
import { ARCHITECTURES, buildProfile } from "./profile.js";
import type { SeccompOptions } from "./options.js";
import type { CallGroup, SeccompProfile } from "./profile.js";

const NAMES = { type: "array", items: { type: "string" }, minItems: 1, uniqueItems: true };
const ERRNO_RET = { type: "integer", minimum: 1, maximum: 4095 };

const UINT64 = { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const ARGUMENT = {
  type: "object",
  required: ["index", "value", "op"],
  properties: {
    index: { type: "integer", minimum: 0, maximum: 5 },
    value: UINT64,
    valueTwo: UINT64,
    op: { enum: ["NE", "LT", "LE", "EQ", "GE", "GT", "MASKED_EQ"].map((op) => `SCMP_CMP_${op}`) },
  },
};

/** The OCI runtime specification's linux.seccomp, as far as allow lists need it. */
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
          args: { type: "array", items: ARGUMENT },
        },
      },
    },
  },
};

const isProfile = new Ajv().compile<SeccompProfile>(SCHEMA);

/** Throws an Error that says what is wrong. */
export function validateProfile(text: string, baseline: Baseline, options: SeccompOptions): void {
  const profile: unknown = JSON.parse(text);
  if (!isProfile(profile)) {
    const [error] = isProfile.errors ?? [];
    throw new Error(`${error?.instancePath ?? ""} ${error?.message ?? "is not a profile"}`);
  }
  const unknown = profile.syscalls
    .flatMap(({ names }) => names)
    .find((name) => !isSyscallName(name));
  if (unknown !== undefined) throw new Error(`there is no system call ${unknown}`);
  checkAllowed(profile, buildProfile(baseline, options).profile);
}

/** Calls that are allowed with any arguments, and calls with conditions. */
function allowedBy(profile: SeccompProfile): { whole: Set<string>; some: Set<string> } {
  const groups = profile.syscalls.filter(({ action }) => action === "SCMP_ACT_ALLOW");
  const whole = groups.filter(({ args = [] }) => args.length === 0);
  const some = groups.filter(({ args = [] }) => args.length > 0);
  return {
    whole: new Set(whole.flatMap(({ names }) => names)),
    some: new Set(some.flatMap(({ names, args }) => names.map((name) => keyOf(name, args)))),
  };
}

function keyOf(name: string, args: CallGroup["args"] = []): string {
  const tests = args.map(({ index, value, valueTwo, op }) => [index, value, valueTwo, op]);
  return JSON.stringify([name, ...tests]);
}

/** What the image needs must be allowed. A template may allow more, which its text shows. */
function checkAllowed(profile: SeccompProfile, expected: SeccompProfile): void {
  const { whole, some } = allowedBy(profile);
  for (const { names, action, args = [] } of expected.syscalls) {
    if (action !== "SCMP_ACT_ALLOW") continue;
    const isAllowed = (name: string): boolean =>
      whole.has(name) || (args.length > 0 && some.has(keyOf(name, args)));
    const missing = names.find((name) => !isAllowed(name));
    if (missing === undefined) continue;
    const how = args.length === 0 ? "" : " with the arguments that were used";
    throw new Error(`${missing} is needed and is not allowed${how}`);
  }
}
