/** What a row of the table in `name-rules.ts` says. */
/** What a container did with one name, and what the name becomes. */
export interface NameExample {
  readonly path: string;
  /** the pattern; absent: it stays as it is */
  readonly pattern?: string;
  readonly stars?: readonly string[];
  /** other names that were seen beside it */
  readonly beside?: readonly string[];
  /** it was made: `exclusive`: where nothing was before; `passing`: so, and removed again */
  readonly made?: "anyhow" | "exclusive" | "passing";
  /** the number of the process that made it */
  readonly pid?: number;
  /** when, RFC 3339 */
  readonly at?: string;
  readonly renamedTo?: string;
}

export interface NameRule {
  /** what becomes `*` */
  readonly does: string;
  /** what else the pattern then stands for */
  readonly letsIn: string;
  readonly examples: readonly NameExample[];
}
