/** Falco rules: what a baseline holds is allowed, everything else of its image is reported. */
import { commentText } from "../comment.js";
import type { BaselineFormat, Rendered } from "../format.js";
import type { Baseline } from "../../model/baseline.js";
import { CxrayError } from "../../model/errors.js";
import type { Template } from "../render.js";
import { describe } from "./document.js";
import { yamlCondition, yamlScalar } from "./text.js";
import { validateRules } from "./validate.js";

/** Users have seen lists of 2 MB fail without a word. */
const MOST_LIST_BYTES = 1_500_000;

export const falco: BaselineFormat = {
  name: "falco",
  summary: "Falco rules that report what the image was not seen to do",
  input: "baseline",
  template: "falco/rules.hbs",
  helpers: { comment: commentText, yaml: yamlScalar, condition: yamlCondition },
  secret: false,
  render,
  validate: validateRules,
};

function render(baseline: Baseline, template: Template): Rendered {
  // Falco knows containers by what engines tell it; to it the bundle's are processes of the host.
  if (baseline.image.digest.startsWith("bundle:")) {
    throw new CxrayError(
      "no-falco-scope",
      `Falco can't tell the containers of ${baseline.image.digest} from the host's processes`,
      ["Use another format, or run the image with an engine that Falco knows."],
    );
  }
  const document = describe(baseline);
  const warnings = document.lists
    .filter((list) => list.items.reduce((sum, item) => sum + item.text.length, 0) > MOST_LIST_BYTES)
    .map((list) => `The list ${list.name} is so long that Falco may not load it.`);
  return { text: template(document), warnings };
}
