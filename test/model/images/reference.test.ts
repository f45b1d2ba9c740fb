import assert from "node:assert/strict";
import { test } from "node:test";
import { familiarRepository, parseImageReference } from "../../../src/model/images/reference.js";

const DIGEST = `sha256:${"d".repeat(64)}`;

function parts(reference: string): string[] {
  const { repository, tag, digest } = parseImageReference(reference);
  return [repository, tag, digest];
}

test("a reference is split into repository, tag and digest", () => {
  assert.deepEqual(parts("alpine"), ["alpine", "", ""]);
  assert.deepEqual(parts("alpine:3.19"), ["alpine", "3.19", ""]);
  assert.deepEqual(parts(`alpine@${DIGEST}`), ["alpine", "", DIGEST]);
  assert.deepEqual(parts(`alpine:3.19@${DIGEST}`), ["alpine", "3.19", DIGEST]);
});

test("a registry's port is no tag", () => {
  assert.deepEqual(parts("localhost:5000/team/app"), ["localhost:5000/team/app", "", ""]);
  assert.deepEqual(parts("localhost:5000/team/app:1"), ["localhost:5000/team/app", "1", ""]);
  assert.deepEqual(parts(`localhost:5000/app@${DIGEST}`), ["localhost:5000/app", "", DIGEST]);
});

test("names of Docker Hub are given as people type them", () => {
  for (const name of [
    "alpine",
    "library/alpine",
    "docker.io/alpine",
    "docker.io/library/alpine",
    "index.docker.io/library/alpine",
  ]) {
    assert.equal(familiarRepository(name), "alpine");
    assert.equal(parseImageReference(`${name}:3`).repository, "alpine");
  }
  assert.equal(familiarRepository("docker.io/grafana/grafana"), "grafana/grafana");
});

test("names of other registries keep their registry", () => {
  for (const name of [
    "quay.io/library/alpine",
    "ghcr.io/docker.io/library/alpine",
    "my-docker.io/library/alpine",
    "library/team/alpine",
  ]) {
    assert.equal(familiarRepository(name), name);
  }
});

test("an image's id has no repository", () => {
  assert.deepEqual(parts(DIGEST), ["", "", DIGEST]);
});
