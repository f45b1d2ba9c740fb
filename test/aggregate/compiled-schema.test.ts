import assert from "node:assert/strict";
import { test } from "node:test";
import { compileSchema, schemaDigest, validator } from "../../src/aggregate/compiled-schema.js";
import { EVERY_LIST } from "./every-list.js";

test("the build compiled the schema as it is, and that is what checks baselines", () => {
  const validate = validator() as ReturnType<typeof validator> & { schemaDigest?: string };
  assert.equal(validate.schemaDigest, schemaDigest());
  assert.notEqual(schemaDigest("another"), schemaDigest());
});

test("what the build compiled says what the schema says", () => {
  const { validate } = compileSchema();
  const [first] = EVERY_LIST.filesRead;
  for (const document of [
    EVERY_LIST,
    { ...EVERY_LIST, more: 1 },
    { ...EVERY_LIST, filesRead: [{ ...first, path: 1 }, {}] },
    null,
  ]) {
    assert.equal(validator()(document), validate(document));
    assert.deepEqual(validator().errors, validate.errors);
  }
  assert.ok(validate(EVERY_LIST));
});
