/** Checks a configuration against its JSON Schema, with messages of our own. */
import { readFileSync } from "node:fs";
import { Ajv, type ErrorObject } from "ajv";
import { packageFile } from "../../files/package-root.js";
import { nearest } from "../options/nearest.js";
import { pointerPart } from "./parse-yaml.js";

interface Node {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | number)[];
  readonly anyOf?: readonly Node[];
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: boolean | Node;
  readonly minLength?: number;
  readonly examples?: readonly (string | number)[];
  /** how messages call such a value, if its type says too little */
  readonly $comment?: string;
}

export interface Schema extends Node {
  readonly properties: Readonly<Record<string, Node>>;
  readonly definitions?: Readonly<Record<string, Node>>;
}

export interface Mistake {
  /** JSON pointer of the wrong value; empty for the whole file */
  readonly pointer: string;
  /** says what should be there, and never quotes what is there */
  readonly message: string;
}

/** The schema of cxray.yaml. */
export function readSchema(): Schema {
  return JSON.parse(readFileSync(packageFile("schemas/config.schema.json"), "utf8")) as Schema;
}

/** The mistakes, one for each wrong value. */
export function mistakesIn(value: unknown, schema: Schema): Mistake[] {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true });
  if (ajv.validate(schema, value)) return [];
  const mistakes = new Map<string, string>();
  for (const error of ajv.errors ?? []) {
    // If a value may have several forms, report once that it has none of them.
    if (error.keyword !== "anyOf" && error.schemaPath.includes("/anyOf/")) continue;
    const { pointer, message } = mistakeOf(error, value, schema);
    if (!mistakes.has(pointer)) mistakes.set(pointer, message);
  }
  return [...mistakes].map(([pointer, message]) => ({ pointer, message }));
}

function mistakeOf(
  { instancePath, keyword, params, data }: ErrorObject,
  value: unknown,
  schema: Schema,
): Mistake {
  const { node, name } = find(instancePath, schema);
  const { additionalProperty, missingProperty } = params as Readonly<Record<string, string>>;
  if (additionalProperty !== undefined) {
    const pointer = `${instancePath}/${pointerPart(additionalProperty)}`;
    return { pointer, message: unknownName(additionalProperty, name, node) };
  }
  if (missingProperty !== undefined) {
    return { pointer: instancePath, message: `${name} needs ${missingProperty}` };
  }
  const near =
    keyword === "enum" && typeof data === "string"
      ? nearest(data, (node.enum ?? []).map(String))
      : null;
  const meant = near === null ? "" : `; did you mean ${near}?`;
  return { pointer: instancePath, message: expectation(name, node) + meant };
}

/** The schema of the value at a JSON pointer, and its name in messages: `ignore.until`. */
function find(pointer: string, schema: Schema): { node: Node; name: string } {
  let node: Node = schema;
  const names: string[] = [];
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    const own = Object.hasOwn(node.properties ?? {}, key) ? node.properties?.[key] : undefined;
    if (own !== undefined) names.push(key); // else it is a free key or an index
    const { additionalProperties: others } = node;
    const next = own ?? node.items ?? (typeof others === "object" ? others : undefined);
    node = resolve(next ?? {}, schema);
  }
  return { node, name: names.join(".") };
}

function resolve(node: Node, { definitions = {} }: Schema): Node {
  const name = node.$ref?.replace("#/definitions/", "");
  return name === undefined ? node : (definitions[name] ?? {});
}

function unknownName(name: string, within: string, { properties = {} }: Node): string {
  const near = nearest(name, Object.keys(properties));
  const meant = near === null ? "" : `; did you mean ${near}?`;
  if (within === "") return `there is no such option${meant}`;
  return `${within} has ${Object.keys(properties).join(", ")} and nothing else${meant}`;
}

function expectation(name: string, node: Node): string {
  if (name === "") return "the file must be a mapping of options to values";
  const such = node.examples === undefined ? "" : `, such as ${node.examples.join(" or ")}`;
  return `${name} must be ${node.$comment ?? wordsOf(node)}${such}`;
}

function wordsOf(node: Node): string {
  if (node.anyOf !== undefined) return [...new Set(node.anyOf.map(wordsOf))].join(" or ");
  if (node.enum !== undefined) return `one of ${node.enum.join(", ")}`;
  if (node.type === "array") return node.items?.type === "string" ? "a list of strings" : "a list";
  if (node.type === "boolean") return "true or false";
  if (node.type === "object") return "a mapping, as in docs/configuration.md";
  if (node.type === "number" || node.type === "integer") return "a number";
  return node.minLength === undefined ? "a string" : "a string that is not empty";
}
