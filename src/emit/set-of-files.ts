/** Several images in a format that writes a file for each. */
import type { Baseline } from "../model/baseline/baseline.js";
import { CxrayError } from "../model/errors.js";
import { imageStem } from "./file-names.js";
import type { NamedText, Rendered, RenderedSet } from "./format.js";

/**
 * A file for each image: `nginx.seccomp.json`. An image without anything the format can express
 * gets no file, but a warning; if that is true of all images, the first one's error is thrown.
 */
export function fileForEach(
  file: string,
  baselines: readonly Baseline[],
  render: (baseline: Baseline) => Rendered,
): RenderedSet {
  const files: NamedText[] = [];
  const warnings: string[] = [];
  const problems: CxrayError[] = [];
  for (const baseline of baselines) {
    const { name } = baseline.image;
    try {
      const { text, warnings: own } = render(baseline);
      files.push({ name: `${imageStem(baseline.image)}.${file}`, text });
      warnings.push(...own.map((warning) => `${name}: ${warning}`));
    } catch (error) {
      if (!(error instanceof CxrayError) || error.code !== "no-behaviour") throw error;
      problems.push(error);
      warnings.push(`${name} has no file: ${error.message}`);
    }
  }
  const [problem] = problems;
  if (files.length === 0 && problem !== undefined) throw problem;
  refuseSameNames(files);
  return { files, warnings };
}

/** Of two files with the same name one would overwrite the other. */
export function refuseSameNames(files: readonly NamedText[]): void {
  const names = new Set<string>();
  for (const { name } of files) {
    if (names.has(name)) {
      throw new CxrayError("bad-usage", `two of the images would be in one file, ${name}`, [
        "Write them one by one, or leave one out.",
      ]);
    }
    names.add(name);
  }
}
