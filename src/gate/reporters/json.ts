/** Writes every finding as JSON. */
import { fingerprintOf, kindOf } from "../finding.js";
import { messageOf, type Report } from "./report.js";

/** Increased when a key changes its meaning or is removed. */
const VERSION = 1;

export function renderJson({
  findings,
  fails,
  image,
  file,
  runs,
  notes,
  ignored,
  isComplete,
}: Report): string {
  const document = {
    version: VERSION,
    image,
    baseline: file,
    runs,
    complete: isComplete,
    notes,
    ignored,
    same: findings.length === 0,
    fails: findings.some(fails),
    findings: findings.map((finding) => ({
      fingerprint: fingerprintOf(finding),
      kind: kindOf(finding),
      ...finding,
      message: messageOf(finding),
      fails: fails(finding),
    })),
  };
  return `${inVisibleText(JSON.stringify(document, null, 2))}\n`;
}

/** Escapes characters that a terminal or an editor would act on. The document stays the same. */
function inVisibleText(json: string): string {
  return json.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    return [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
      .join("");
  });
}
