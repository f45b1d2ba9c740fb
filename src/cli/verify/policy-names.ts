/** What `cxray verify --format` takes: a row of POLICIES each. */
export const POLICY_NAMES = ["seccomp"] as const;

export type PolicyName = (typeof POLICY_NAMES)[number];
