import assert from "node:assert/strict";
import { test } from "node:test";
import { attributeImage } from "../../../src/record/containers/attribute-image.js";

const HEX = "5af89d05295b".padEnd(64, "0123456789abcdef");
const DIGEST = `sha256:${"d".repeat(64)}`;
const IMAGE = {
  Id: `sha256:${HEX}`,
  RepoTags: ["alpine:3.19", "alpine:latest"],
  RepoDigests: [`alpine@${DIGEST}`],
};
const UNTAGGED = { Id: IMAGE.Id, RepoTags: [], RepoDigests: [] };

/** Repository and tag under which a container of the image goes. */
function named(reference: string, image: Parameters<typeof attributeImage>[1] = IMAGE): string[] {
  const attribution = attributeImage(reference, image);
  assert.equal(attribution.reference, reference);
  return [attribution.repository, attribution.tag];
}

test("an image typed by its name is of the tag latest", () => {
  assert.deepEqual(named("alpine"), ["alpine", "latest"]);
  assert.deepEqual(named("docker.io/library/alpine"), ["alpine", "latest"]);
});

test("an image typed with a tag is of that tag", () => {
  assert.deepEqual(named("alpine:3.19"), ["alpine", "3.19"]);
  const mirrored = { ...IMAGE, RepoTags: ["mirror:5000/alpine:3.19"] };
  assert.deepEqual(named("mirror:5000/alpine:3.19", mirrored), ["mirror:5000/alpine", "3.19"]);
});

test("an image typed with a digest has no tag: none was asked for", () => {
  assert.deepEqual(named(`alpine@${DIGEST}`), ["alpine", ""]);
  assert.deepEqual(named(`alpine:3.19@${DIGEST}`), ["alpine", "3.19"]);
});

test("an image typed by its id, whole or short, goes by its first name", () => {
  for (const id of [`sha256:${HEX}`, HEX, HEX.slice(0, 12), `sha256:${HEX.slice(0, 12)}`]) {
    assert.deepEqual(named(id), ["alpine", "3.19"], id);
  }
});

test("an image without a name has none, and keeps its id", () => {
  for (const image of [UNTAGGED, { ...UNTAGGED, RepoTags: null, RepoDigests: null }]) {
    assert.deepEqual(attributeImage(HEX.slice(0, 12), image), {
      reference: HEX.slice(0, 12),
      repository: "",
      tag: "",
      imageId: IMAGE.Id,
      repoTags: [],
      repoDigests: [],
    });
  }
});

test("a name that could be the beginning of an id is a name where the image has it", () => {
  assert.deepEqual(named("5af8", { ...IMAGE, RepoTags: ["5af8:latest"] }), ["5af8", "latest"]);
});

test("a name that was moved to another image since is what was typed", () => {
  assert.deepEqual(named("debian:12"), ["debian", "12"]);
});

test("names and digests are sorted, in whatever order the engine gives them", () => {
  const image = {
    Id: IMAGE.Id,
    RepoTags: ["z:1", "a:2"],
    RepoDigests: [`z@${DIGEST}`, `a@${DIGEST}`],
  };
  const { repoTags, repoDigests } = attributeImage("z:1", image);
  assert.deepEqual(repoTags, ["a:2", "z:1"]);
  assert.deepEqual(repoDigests, [`a@${DIGEST}`, `z@${DIGEST}`]);
});
