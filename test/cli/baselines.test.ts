import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseBaseline } from "../../src/cli/baselines.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { CxrayError, type ErrorCode } from "../../src/model/errors.js";
import { sampleBaseline } from "../emit/sample-baseline.js";

const NGINX = sampleBaseline();
const REDIS = sampleBaseline({
  image: {
    digest: `sha256:${"2".repeat(64)}`,
    references: ["redis:7"],
    repositories: ["redis"],
    tags: ["7"],
    repoDigests: [],
  },
});

function refusal(baselines: readonly Baseline[], reference?: string): [ErrorCode, string] {
  try {
    chooseBaseline(baselines, reference);
  } catch (error) {
    assert.ok(error instanceof CxrayError, String(error));
    return [error.code, error.advice.join("\n")];
  }
  return assert.fail("an image was chosen");
}

test("where one image was recorded it need not be named", () => {
  assert.equal(chooseBaseline([NGINX], undefined), NGINX);
});

test("where several were, the one that is named is taken", () => {
  assert.equal(chooseBaseline([NGINX, REDIS], "redis:7"), REDIS);
  assert.equal(chooseBaseline([NGINX, REDIS], "nginx"), NGINX);
});

test("where several were and none is named, they are listed", () => {
  const [code, advice] = refusal([NGINX, REDIS]);
  assert.equal(code, "no-image");
  assert.match(advice, /--image[^]*nginx:1\.27[^]*redis:7/);
});

test("where none was recorded, how to record is told", () => {
  const [code, advice] = refusal([]);
  assert.equal(code, "no-image");
  assert.match(advice, /cxray record/);
});

test("an image that was not recorded is refused, with those that were", () => {
  const [code, advice] = refusal([NGINX, REDIS], "postgres");
  assert.equal(code, "unknown-image");
  assert.match(advice, /nginx:1\.27[^]*redis:7/);
});
