import type { FileRule } from "./collapse.js";

/** What a profile says. */
export interface ApparmorProfile {
  readonly name: string;
  /** null: every one */
  readonly capabilities: readonly string[] | null;
  /** null: every one */
  readonly networks: readonly string[] | null;
  /** it mounts something */
  readonly mounts: boolean;
  readonly files: readonly FileRule[];
}
