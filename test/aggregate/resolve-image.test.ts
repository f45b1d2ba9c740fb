import assert from "node:assert/strict";
import { test } from "node:test";
import { resolveImage } from "../../src/aggregate/resolve-image.js";
import { CxrayError, type ErrorCode } from "../../src/model/errors.js";
import type { ImageIdentity } from "../../src/model/baseline/baseline.js";

function baseline(digit: string, identity: Partial<ImageIdentity>): { image: ImageIdentity } {
  const digest = `sha256:${digit.repeat(64)}`;
  const rest = { references: [], repositories: [], tags: [], repoDigests: [], ...identity };
  return { image: { digest, ...rest } };
}

const REPO_DIGEST = `sha256:${"e".repeat(64)}`;
const LATEST = baseline("1", {
  references: ["alpine"],
  repositories: ["alpine"],
  tags: ["latest"],
});
const OLD = baseline("2", {
  references: ["docker.io/library/alpine:3.19"],
  repositories: ["alpine"],
  tags: ["3.19"],
  repoDigests: [`alpine@${REPO_DIGEST}`],
});
const MINE = baseline("3", {
  references: ["host:5000/team/app:1"],
  repositories: ["host:5000/team/app"],
  tags: ["1"],
});
const NAMELESS = baseline("abc123", { references: [`sha256:${"abc123".repeat(11).slice(0, 64)}`] });
const ALL = [LATEST, OLD, MINE, NAMELESS];

function fails(code: ErrorCode, reference: string, among = ALL): CxrayError {
  try {
    resolveImage(among, reference);
  } catch (error) {
    assert.ok(error instanceof CxrayError);
    assert.equal(error.code, code);
    return error;
  }
  return assert.fail(`${reference} was found`);
}

test("an image is found by every name it has", () => {
  const names: readonly (readonly [string, { image: ImageIdentity }])[] = [
    ["alpine", LATEST],
    ["alpine:latest", LATEST],
    ["docker.io/library/alpine", LATEST],
    ["alpine:3.19", OLD],
    ["library/alpine:3.19", OLD],
    [`alpine@${REPO_DIGEST}`, OLD],
    [`alpine@sha256:${"2".repeat(64)}`, OLD],
    [REPO_DIGEST, OLD],
    [`sha256:${"2".repeat(64)}`, OLD],
    ["sha256:222222", OLD],
    ["222222222222", OLD],
    ["host:5000/team/app", MINE],
    ["host:5000/team/app:1", MINE],
    ["abc123", NAMELESS],
  ];
  for (const [name, expected] of names) assert.equal(resolveImage(ALL, name), expected, name);
});

test("a repository without its latest tag means its only image", () => {
  assert.equal(resolveImage([OLD, MINE], "alpine"), OLD);
  const other = baseline("4", {
    repositories: ["alpine"],
    tags: ["3.20"],
    references: ["alpine:3.20"],
  });
  const error = fails("ambiguous-image", "alpine", [OLD, other]);
  assert.deepEqual(error.advice.slice(1), [
    "alpine:3.20 (sha256:444444444444)",
    "docker.io/library/alpine:3.19 (sha256:222222222222)",
  ]);
});

test("a tag that moved between two recorded images is ambiguous", () => {
  const rebuilt = baseline("5", {
    references: ["alpine"],
    repositories: ["alpine"],
    tags: ["latest"],
  });
  fails("ambiguous-image", "alpine", [LATEST, rebuilt]);
  fails("ambiguous-image", "alpine:latest", [LATEST, rebuilt]);
  assert.equal(resolveImage([LATEST, rebuilt], "555555"), rebuilt);
});

test("an unknown image is answered with the known ones", () => {
  const names = [
    "nginx",
    "alpine:4",
    "22222",
    "app",
    `sha256:${"9".repeat(64)}`,
    `nginx@${REPO_DIGEST}`,
    "",
    "../alpine",
  ];
  for (const name of names) fails("unknown-image", name);
  assert.deepEqual(fails("unknown-image", "nginx").advice.slice(1, 3), [
    "alpine (sha256:111111111111)",
    "docker.io/library/alpine:3.19 (sha256:222222222222)",
  ]);
  assert.match(fails("unknown-image", "nginx", []).advice[0] ?? "", /cxray record/);
});
