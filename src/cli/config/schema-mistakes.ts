/** Compares a configuration with its JSON Schema, and says what is wrong in words of our own. */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { packageFile } from "../../files/package-root.js";
import { nearest } from "../options/nearest.js";

interface Node {
  readonly type?: string;
  readonly enum?: readonly (string | number)[];
  readonly anyOf?: readonly Node[];
  readonly items?: Node;
  readonly minLength?: number;
  readonly examples?: readonly string[];
}

interface Schema {
  readonly properties: Readonly<Record<string, Node>>;
}

interface Mistake {
  /** as the file spells it; empty: the file as a whole */
  readonly option: string;
  /** what should be there; never what is */
  readonly message: string;
}

/** The names of options, as on the command line. */
export function readSchema(): Schema {
  return JSON.parse(readFileSync(packageFile("schemas/config.schema.json"), "utf8")) as Schema;
}

/** Each option that is wrong, once. */
export function mistakesIn(value: unknown, schema: Schema): Mistake[] {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
  if (ajv.validate(schema, value)) return [];
  const mistakes = new Map<string, string>();
  for (const { instancePath, params } of ajv.errors ?? []) {
    const unknown = (params as { additionalProperty?: string }).additionalProperty;
    const [, known = ""] = instancePath.split("/");
    if (unknown !== undefined) mistakes.set(unknown, unknownOption(unknown, schema));
    else mistakes.set(known, expectation(known, schema));
  }
  return [...mistakes].map(([option, message]) => ({ option, message }));
}

function unknownOption(name: string, { properties }: Schema): string {
  const near = nearest(name, Object.keys(properties));
  return `there is no such option${near === null ? "" : `; did you mean ${near}?`}`;
}

function expectation(name: string, { properties }: Schema): string {
  const node = properties[name];
  if (node === undefined) return "the file must be a mapping of options to values";
  const such = node.examples === undefined ? "" : `, such as ${node.examples.join(" or ")}`;
  return `${name} must be ${wordsOf(node)}${such}`;
}

function wordsOf(node: Node): string {
  if (node.anyOf !== undefined) return [...new Set(node.anyOf.map(wordsOf))].join(" or ");
  if (node.enum !== undefined) return `one of ${node.enum.join(", ")}`;
  if (node.items !== undefined) return "a list of strings";
  if (node.type === "boolean") return "true or false";
  if (node.type === "object") return "a mapping, as in docs/configuration.md";
  if (node.type === "number") return "a number";
  return node.minLength === undefined ? "a string" : "a string that is not empty";
}
