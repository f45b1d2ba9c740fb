/** The names for `cxray verify --format`, and the formats that are emitted for each. */
export const POLICY_FORMATS = {
  seccomp: ["seccomp"],
  container: ["docker-run", "seccomp"],
  apparmor: ["apparmor"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type PolicyName = keyof typeof POLICY_FORMATS;

export const POLICY_NAMES = Object.keys(POLICY_FORMATS) as readonly PolicyName[];
