/** What the file of an image is called in a folder of them. */
import { createHash } from "node:crypto";
import type { ImageIdentity } from "../model/baseline/baseline.js";

/** With the rest of a file's name it fits what file systems take, 255 bytes. */
const LONGEST = 150;
const DIGITS = 16;

/**
 * A name for the files of an image, which no other has: `ghcr.io+acme+app@1.27`. Neither `+` nor `@`
 * is in a repository, and everything else that is not plain is written as its bytes: `%20`.
 */
export function imageStem({ name }: Pick<ImageIdentity, "name">): string {
  const plain = name.replace(/^[.-]|[^\w./:-]/gu, bytesOf);
  const stem = plain.replaceAll("/", "+").replaceAll(":", "@");
  if (stem.length <= LONGEST) return stem;
  const digest = createHash("sha256").update(stem).digest("hex").slice(0, DIGITS);
  return `${stem.slice(0, LONGEST - DIGITS - 1)}-${digest}`;
}

function bytesOf(character: string): string {
  return [...Buffer.from(character)]
    .map((byte) => `%${byte.toString(16).padStart(2, "0")}`)
    .join("");
}
