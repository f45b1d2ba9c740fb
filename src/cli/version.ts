import { readFileSync } from "node:fs";
import { packageFile } from "../files/package-root.js";

/** cxray's version, from its package.json. */
export function cxrayVersion(): string {
  const text = readFileSync(packageFile("package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
