/** The user's options for a TracingPolicy. */
import { CxrayError } from "../../model/errors.js";
import type { EmitOptions, FormatOption } from "../format.js";
import { POLICY_OPTIONS, readPolicyOptions, type PolicyOptions } from "../network/options.js";

/** Tetragon's action names: report, answer with EPERM, kill. */
const ACTIONS = ["Post", "Override", "Sigkill"] as const;
export type Action = (typeof ACTIONS)[number];

export interface TetragonOptions extends PolicyOptions {
  readonly action: Action;
}

export const TETRAGON_OPTIONS = {
  ...POLICY_OPTIONS,
  action: {
    type: "string",
    describe: "what Tetragon does: Post reports, Override refuses with EPERM, Sigkill kills",
    choices: ACTIONS,
    defaultDescription: "Post",
  },
} as const satisfies Record<string, FormatOption>;

/** Throws `bad-usage` for an action that Tetragon does not have. */
export function readTetragonOptions(given: EmitOptions): TetragonOptions {
  const { action = "Post" } = given;
  const known = ACTIONS.find((each) => each === action);
  if (known !== undefined) return { ...readPolicyOptions(given), action: known };
  throw new CxrayError("bad-usage", `--action can't be ${JSON.stringify(action)}`, [
    `Choose one of ${ACTIONS.join(", ")}.`,
  ]);
}

/** Notes for users of a policy that refuses or kills. */
export function actionNotes({ action }: TetragonOptions): string[] {
  if (action === "Post") return [];
  const does = action === "Sigkill" ? "kills the process" : "answers with EPERM";
  return [
    `${action} ${does} for everything that was not recorded. Apply the policy with --action Post first, until it reports nothing.`,
  ];
}
