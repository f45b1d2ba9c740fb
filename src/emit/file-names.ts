/** File names for images in a directory of files. */
import { createHash } from "node:crypto";
import type { ImageIdentity } from "../model/baseline/baseline.js";

/** Leaves room for a suffix within the 255 bytes that file systems allow. */
const LONGEST = 150;
const DIGITS = 16;

/**
 * A unique stem for an image's files: `ghcr.io+acme+app@1.27`. Neither `+` nor `@` occurs in a
 * repository; other special characters are percent-encoded: `%20`.
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
