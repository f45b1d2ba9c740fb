import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseRuns, type Wanted } from "../../src/aggregate/resolve-image.js";
import { CxrayError, type ErrorCode } from "../../src/model/errors.js";
import type { Container, ImageAttribution } from "../../src/model/recordings/recording.js";
import { at, container, image } from "./samples.js";

let count = 0;

/** A run of the image whose id is made of `digit`, each later than the one before. */
function run(digit: string, named: Partial<ImageAttribution>): Container {
  count += 1;
  const unnamed = { reference: "", repository: "", tag: "", repoTags: [], repoDigests: [] };
  return container({
    id: String(count).padStart(64, "0"),
    startedAt: at(count),
    image: image({ ...unnamed, imageId: `sha256:${digit.repeat(64)}`, ...named }),
  });
}

const REPO_DIGEST = `sha256:${"e".repeat(64)}`;
const LATEST = run("1", { reference: "alpine", repository: "alpine", tag: "latest" });
const OLD = run("2", {
  reference: "docker.io/library/alpine:3.19",
  repository: "docker.io/library/alpine",
  tag: "3.19",
  repoTags: ["alpine:3.19"],
  repoDigests: [`alpine@${REPO_DIGEST}`],
});
const MINE = run("3", { reference: "host:5000/app:1", repository: "host:5000/app", tag: "1" });
const NAMELESS = run("4", { reference: `sha256:${"4".repeat(64)}` });
const ALIAS = run("5", { repository: "team/one", tag: "latest", repoTags: ["team/two:2"] });
const ALL = [LATEST, OLD, MINE, NAMELESS, ALIAS, container({ id: "9".repeat(64), image: null })];

function chosen(wanted: Wanted, among = ALL): { name: string; runs: Container[] } {
  const { name, isMeant } = chooseRuns(among, wanted);
  return { name, runs: among.filter(isMeant) };
}

function fails(code: ErrorCode, wanted: Wanted, among = ALL): CxrayError {
  try {
    chooseRuns(among, wanted);
  } catch (error) {
    assert.ok(error instanceof CxrayError, String(error));
    assert.equal(error.code, code);
    return error;
  }
  return assert.fail(`${JSON.stringify(wanted)} was found`);
}

test("a name means all builds that had it", () => {
  for (const name of ["alpine", "docker.io/library/alpine", "library/alpine"]) {
    assert.deepEqual(chosen({ image: name }), { name: "alpine", runs: [LATEST, OLD] });
  }
});

test("a tag, a digest or the beginning of an id means that build alone", () => {
  const names: readonly (readonly [reference: string, name: string, run: Container])[] = [
    ["alpine:latest", "alpine:latest", LATEST],
    ["alpine:3.19", "alpine:3.19", OLD],
    [`alpine@${REPO_DIGEST}`, "alpine@sha256:eeeeeeeeeeee", OLD],
    [`alpine@sha256:${"2".repeat(64)}`, "alpine@sha256:222222222222", OLD],
    ["sha256:222222", `sha256:${"2".repeat(64)}`, OLD],
    ["222222222222", `sha256:${"2".repeat(64)}`, OLD],
  ];
  for (const [image, name, own] of names)
    assert.deepEqual(chosen({ image }), { name, runs: [own] });
});

test("runs that are all of a name are called by it, however they were asked for", () => {
  for (const image of ["host:5000/app", "host:5000/app:1", "333333"]) {
    assert.deepEqual(chosen({ image }), { name: "host:5000/app", runs: [MINE] });
  }
  assert.deepEqual(chosen({ image: "444444" }), {
    name: `sha256:${"4".repeat(64)}`,
    runs: [NAMELESS],
  });
});

test("an image is found by a tag by which nobody started it", () => {
  assert.deepEqual(chosen({ image: "team/two" }).runs, [ALIAS]);
  assert.deepEqual(chosen({ image: "team/two:2" }).runs, [ALIAS]);
});

test("a digest that has several names counts for each of them", () => {
  const again = run("1", { reference: "mirror", repository: "mirror", tag: "latest" });
  const among = [...ALL, again];
  assert.deepEqual(chosen({ image: "mirror" }, among).runs, [LATEST, again]);
  assert.deepEqual(chosen({ image: "alpine" }, among).runs, [LATEST, OLD, again]);
});

test("the newest build, and runs of some time, can be asked for", () => {
  const rebuilt = run("6", { reference: "alpine", repository: "alpine", tag: "latest" });
  const among = [...ALL, rebuilt];
  assert.deepEqual(chosen({ image: "alpine", latest: true }, among).runs, [rebuilt]);
  const { startedAt: since } = OLD;
  assert.deepEqual(chosen({ image: "alpine", since }, among).runs, [OLD, rebuilt]);
  fails("no-runs", { image: "alpine", since: at(10_000) }, among);
});

test("the beginning of two ids means neither", () => {
  const other = run("2222223", { repository: "other" });
  const advice = fails("ambiguous-image", { image: "222222" }, [...ALL, other]).advice;
  assert.equal(advice.length, 3);
});

test("an unknown image is answered with the known ones", () => {
  const names = ["nginx", "alpine:4", "22222", "app", `nginx@${REPO_DIGEST}`, "", "../alpine"];
  for (const image of names) fails("unknown-image", { image });
  const [head, first] = fails("unknown-image", { image: "nginx" }).advice;
  assert.equal(head, "Recorded images:");
  assert.match(first ?? "", /^alpine:3\.19, :latest {2}recorded 2026-01-02 03:04 UTC$/);
  assert.match(fails("unknown-image", { image: "nginx" }, []).advice[0] ?? "", /cxray record/);
});

test("the only name need not be said; among several one has to be", () => {
  assert.deepEqual(chosen({}, [LATEST, OLD]).runs, [LATEST, OLD]);
  assert.match(fails("no-image", {}).advice.join("\n"), /--image[^]*alpine[^]*host:5000\/app/);
  assert.match(fails("no-image", {}, []).advice.join("\n"), /cxray record/);
});
