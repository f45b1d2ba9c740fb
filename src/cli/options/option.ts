/** The type of a command-line option. */
export interface Option {
  /** a `list` can be given several times */
  readonly type: "string" | "number" | "boolean" | "list";
  readonly describe: string;
  /** one letter */
  readonly alias?: string;
  readonly choices?: readonly (string | number)[];
  readonly default?: string | number | boolean | readonly string[] | undefined;
  /** what help shows as the default */
  readonly defaultDescription?: string;
  /** what a shell completes as its value, if it has no choices; the default is files */
  readonly completes?: "databases" | "events" | "formats" | "images" | "containers" | "nothing";
}

export type OptionTable = Readonly<Record<string, Option>>;

/** The values of the options of a table. */
export type ValuesOf<O extends OptionTable> = { readonly [Name in keyof O]: ValueOf<O[Name]> };

type ValueOf<O extends Option> = O["type"] extends "list"
  ? readonly string[]
  : O["type"] extends "boolean"
    ? boolean
    : PlainOf<O> | (O extends { default: string | number } ? never : undefined);

type PlainOf<O extends Option> = O["type"] extends "number" ? number : string;
