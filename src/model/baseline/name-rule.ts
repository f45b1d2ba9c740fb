/** The type of a row in `name-rules.ts`. */

/** What a container did with a name, and the name's pattern. */
export interface NameExample {
  readonly path: string;
  /** the pattern; absent: the name stays as it is */
  readonly pattern?: string;
  readonly stars?: readonly string[];
  /** other names that were seen with it */
  readonly beside?: readonly string[];
  /** how it was made: `exclusive`: where nothing existed; `passing`: the same, and removed again */
  readonly made?: "anyhow" | "exclusive" | "passing";
  /** the id of the process that made it */
  readonly pid?: number;
  /** when it was made, RFC 3339 */
  readonly at?: string;
  readonly renamedTo?: string;
}

export interface NameRule {
  /** what becomes `*` */
  readonly does: string;
  /** what else the pattern allows */
  readonly letsIn: string;
  readonly examples: readonly NameExample[];
}
