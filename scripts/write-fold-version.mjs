// Writes what tells this build's way of folding from any other's: node scripts/write-fold-version.mjs
// FOLDER, the folder of the compiled code. The last step of a build.
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";

const [, , folder = "dist"] = process.argv;
const code = resolve(folder);
const { DIGEST_FILE, digestOfCode } = await import(`${code}/aggregate/fold-version.js`);
writeFileSync(`${code}/${DIGEST_FILE}`, `${digestOfCode(code)}\n`);
