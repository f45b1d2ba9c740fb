/** The action and the examples for continuous integration are what the platforms take. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { JSONObjectReader } from "@actions/workflow-parser/templates/json-object-reader";
import { TemplateSchema } from "@actions/workflow-parser/templates/schema/index";
import {
  TemplateContext,
  TemplateValidationErrors,
} from "@actions/workflow-parser/templates/template-context";
import { readTemplate } from "@actions/workflow-parser/templates/template-reader";
import { NoOperationTraceWriter } from "@actions/workflow-parser/templates/trace-writer";
import { YamlObjectReader } from "@actions/workflow-parser/workflows/yaml-object-reader";
import { load } from "js-yaml";
import { packageFile } from "../../src/files/package-root.js";
import { readDocument } from "./documents.js";

const SCHEMAS = "node_modules/@actions/workflow-parser/dist";

/** What GitHub's own parser has to say against a file. */
function mistakesIn(name: string, kind: "action" | "workflow"): string[] {
  // Read here, as Node needs more than the package's own import of it says.
  const json = readFileSync(packageFile(`${SCHEMAS}/${kind}-v1.0.min.json`), "utf8");
  const schema = TemplateSchema.load(new JSONObjectReader(undefined, json));
  const errors = new TemplateValidationErrors();
  const context = new TemplateContext(errors, schema, new NoOperationTraceWriter());
  const id = context.getFileId(name);
  const reader = new YamlObjectReader(id, readDocument(name));
  readTemplate(context, `${kind}-root-strict`, reader, id);
  const all = [...reader.errors, ...errors.getErrors()];
  return all.map(({ message }) => message);
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly required?: boolean }>>;
}

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { uses?: string; with?: Record<string, unknown> }[] }>
  >;
}

describe("action.yml and the workflows for GitHub", () => {
  it("are what GitHub's own parser takes", () => {
    assert.deepEqual(mistakesIn("action.yml", "action"), []);
    for (const name of ["github.yml", "github-step.yml"]) {
      assert.deepEqual(mistakesIn(`examples/ci/${name}`, "workflow"), []);
    }
    assert.match(mistakesIn("action.yml", "workflow").join(), /inputs/u);
  });

  it("give the action inputs that it has, and those that it needs", () => {
    const { inputs } = load(readDocument("action.yml")) as Action;
    const { jobs } = load(readDocument("examples/ci/github.yml")) as Workflow;
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    const given = Object.keys(steps.find(({ uses }) => uses?.endsWith("/cxray@v2"))?.with ?? {});
    for (const name of given) assert.ok(name in inputs, name);
    const needed = Object.entries(inputs).filter(([, { required }]) => required === true);
    for (const [name] of needed) assert.ok(given.includes(name), name);
  });
});
