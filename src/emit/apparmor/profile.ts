import type { FileRule } from "./collapse.js";

/** The content of a profile, apart from file rules. */
export interface ApparmorProfile {
  readonly name: string;
  /** null: all */
  readonly capabilities: readonly string[] | null;
  /** null: all */
  readonly networks: readonly string[] | null;
  /** true: the container mounts a file system */
  readonly mounts: boolean;
  readonly files: readonly FileRule[];
}
