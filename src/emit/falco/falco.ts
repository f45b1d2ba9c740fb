/** Falco rules: they allow the behaviour in a baseline, and report everything else of its image. */
import { commentText } from "../comment.js";
import type { BaselineFormat, Rendered, RenderedSet, TemplateFor } from "../format.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { CxrayError } from "../../model/errors.js";
import type { Template } from "../render.js";
import { FALCO_LIST, tooLarge } from "../long-lists.js";
import { describe, describeBase, describeImage } from "./document.js";
import type { FalcoDocument } from "./document.js";
import { fileName, imageNames } from "./names.js";
import { readFalcoOptions, type FalcoOptions } from "./options.js";
import { validateRules, validateSet } from "./validate.js";
import { yamlList, yamlMacro, yamlTags, yamlText } from "./yaml.js";

const LIMITS = [
  "arguments of a program that may run (sh -c)",
  "what is done through io_uring; data that goes with a TCP connect (Fast Open); datagrams to unix sockets; extended attributes by the newest calls",
  "what fails, but for connections, modules and calls without a result",
  "capabilities; names in DNS, TLS and HTTP",
  "links: names of files are compared as they were asked for",
];

/** Sorts before the images' files, in any order of names. */
export const BASE_FILE = "cxray_base.yaml";

export const falco: BaselineFormat<FalcoOptions> = {
  name: "falco",
  summary: "Falco rules that report what the image was not seen to do",
  input: "baseline",
  template: "falco/rules.hbs",
  file: "rules.yaml",
  helpers: {
    comment: commentText,
    list: yamlList,
    macro: yamlMacro,
    text: yamlText,
    tags: yamlTags,
  },
  secret: false,
  limits: LIMITS,
  lists: ["executables", "filesRead", "filesWritten", "changes", "destinations", "listeners"],
  readOptions: readFalcoOptions,
  render,
  validate: validateRules,
  set: { render: renderSet, validate: validateSet, order },
};

function render(baseline: Baseline, template: Template, options: FalcoOptions): Rendered {
  if (!hasScope(baseline)) {
    throw new CxrayError(
      "no-falco-scope",
      `Falco cannot tell the containers of ${baseline.image.name} from processes of the host`,
      ["Use another format, or run the image with an engine that Falco knows."],
    );
  }
  const document = describe(baseline, options);
  return { text: template(document), warnings: warningsOf(document) };
}

/** Falco knows only containers of engines. It sees the processes of a bundle as host processes. */
function hasScope({ image }: Baseline): boolean {
  return !image.name.startsWith("bundle:");
}

/** The base file and one file per image. */
function renderSet(
  baselines: readonly Baseline[],
  templateFor: TemplateFor,
  options: FalcoOptions,
): RenderedSet {
  const images = baselines.filter(hasScope).map((baseline) => ({
    name: fileName(imageNames(baseline.image)),
    template: templateFor(baseline),
    document: describeImage(baseline),
  }));
  const left = baselines.filter((baseline) => !hasScope(baseline));
  return {
    files: [
      { name: BASE_FILE, text: templateFor(null)(describeBase(options)) },
      ...images.map(({ name, template, document }) => ({ name, text: template(document) })),
    ],
    warnings: [
      ...images.flatMap(({ document }) => warningsOf(document)),
      ...left.map(
        ({ image }) => `Falco can't tell the containers of ${image.name}: it has no file.`,
      ),
    ],
  };
}

/** Tells a user how to load the files of a directory. */
function order(folder: string, names: readonly string[]): string {
  const files = names.map((name) => `-r ${folder}/${name}`);
  return `Load the base first: falco ${files.join(" ")}`;
}

function warningsOf({ lists }: FalcoDocument): string[] {
  return lists.flatMap(({ name, items }) => {
    const bytes = items.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    return tooLarge(`The list ${name}`, bytes, FALCO_LIST);
  });
}
