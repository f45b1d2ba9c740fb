/** The templates that cxray ships, as a starting point for users. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { packageFile } from "../files/package-root.js";
import type { NamedText, Format } from "./format.js";

/** A format's template, by its path below templates/, and the templates it may include. */
export interface ShippedTemplate {
  readonly format: string;
  readonly template: string;
  readonly files: readonly NamedText[];
}

export function shippedTemplate({ name, template }: Format): ShippedTemplate {
  const folder = packageFile(`templates/${dirname(template)}`);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".hbs"))
    .sort()
    .map((file) => ({ name: file, text: readFileSync(`${folder}/${file}`, "utf8") }));
  return { format: name, template, files };
}
