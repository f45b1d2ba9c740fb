import assert from "node:assert/strict";
import { test } from "node:test";
import type { ContainerDescription } from "../../../src/record/containers/engine.js";
import { isOpenFilter, matchesFilter } from "../../../src/model/recordings/container-filter.js";

const ID = "5af89d05295b".padEnd(64, "0");
const NGINX: ContainerDescription = {
  name: "web-1",
  engine: "docker",
  runtime: null,
  kubernetes: null,
  image: {
    reference: "docker.io/library/nginx",
    repository: "nginx",
    tag: "latest",
    imageId: `sha256:${"1".repeat(64)}`,
    repoTags: ["mirror.example:5000/team/nginx:1.27", "nginx:latest"],
    repoDigests: [`nginx@sha256:${"2".repeat(64)}`],
  },
};

const wantsImage = (...images: string[]): boolean =>
  matchesFilter({ images, containers: [] }, ID, NGINX);
const wantsContainer = (...containers: string[]): boolean =>
  matchesFilter({ images: [], containers }, ID, NGINX);

test("an image is wanted by any of its names", () => {
  assert.ok(wantsImage("nginx"));
  assert.ok(wantsImage("nginx:latest"));
  assert.ok(wantsImage("docker.io/library/nginx"));
  assert.ok(wantsImage("mirror.example:5000/team/nginx:1.27"));
  assert.ok(wantsImage("redis", "nginx"));
  assert.ok(!wantsImage("redis"));
  assert.ok(!wantsImage("nginx:1.25"));
});

test("an image is wanted by its id or digest, all of it or its first digits", () => {
  const digits = "1".repeat(64);
  assert.ok(wantsImage(`sha256:${digits}`) && wantsImage(digits));
  assert.ok(wantsImage("sha256:1111") && wantsImage("111111111111"));
  assert.ok(wantsImage(`sha256:${"2".repeat(64)}`) && wantsImage("222222222222"));
  assert.ok(wantsImage(`nginx@sha256:${"2".repeat(64)}`) && wantsImage("nginx@sha256:2222"));
  assert.ok(!wantsImage("11111111111")); // as short, it could be a name
  assert.ok(!wantsImage("sha256:12") && !wantsImage("111111111112"));
  assert.ok(!wantsImage(`redis@sha256:${"2".repeat(64)}`));
});

test("a name is not a part of another", () => {
  assert.ok(!wantsImage("ngin"));
  assert.ok(!wantsImage("ginx"));
  assert.ok(!wantsContainer("web"));
});

test("a star stands for any text, slashes too, and a question mark for one character", () => {
  assert.ok(wantsImage("*"));
  assert.ok(wantsImage("ng*"));
  assert.ok(wantsImage("mirror.example*"));
  assert.ok(wantsImage("*/nginx:1.*"));
  assert.ok(wantsImage("ngin?"));
  assert.ok(!wantsImage("nginx?"));
  assert.ok(wantsContainer("web-?"));
});

test("what means something in a regular expression means itself", () => {
  assert.ok(!wantsImage("n.inx"));
  assert.ok(!wantsImage("(nginx|redis)"));
  assert.ok(!wantsImage("[n]ginx"));
  assert.ok(!wantsImage("nginx$"));
  assert.ok(!wantsContainer("web\\-1"));
  const odd = { ...NGINX, name: "a+b(c)[d]" };
  assert.ok(matchesFilter({ images: [], containers: ["a+b(c)[d]"] }, ID, odd));
});

test("a container is wanted by its name, its id, or the id's first 12 digits or more", () => {
  assert.ok(wantsContainer("web-1"));
  assert.ok(wantsContainer(ID));
  assert.ok(wantsContainer("5af89d05295b"));
  assert.ok(wantsContainer("5af89d05295b00"));
  assert.ok(wantsContainer("5af8*"));
  assert.ok(!wantsContainer("5af8")); // it could be a name
  assert.ok(!wantsContainer("9d05295b0000"));
});

test("with both kinds of filter both have to fit", () => {
  const both = (image: string, container: string): boolean =>
    matchesFilter({ images: [image], containers: [container] }, ID, NGINX);
  assert.ok(both("nginx", "web-1"));
  assert.ok(!both("nginx", "web-2"));
  assert.ok(!both("redis", "web-1"));
});

test("a container that no engine knows is wanted by its id, and never by an image", () => {
  assert.ok(matchesFilter({ images: [], containers: [] }, ID, null));
  assert.ok(matchesFilter({ images: [], containers: [ID] }, ID, null));
  assert.ok(!matchesFilter({ images: ["*"], containers: [] }, ID, null));
});

test("a filter that names nothing is open", () => {
  assert.ok(isOpenFilter({ images: [], containers: [] }));
  assert.ok(!isOpenFilter({ images: ["a"], containers: [] }));
  assert.ok(!isOpenFilter({ images: [], containers: ["a"] }));
});
