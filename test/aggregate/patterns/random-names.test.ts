import assert from "node:assert/strict";
import { test } from "node:test";
import { generalisePaths } from "../../../src/aggregate/patterns/generalise.js";

const SMALL = "abcdefghijklmnopqrstuvwxyz0123456789";
const ALL = `${SMALL}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

/** Names by chance, the same in every run of the tests. */
function chance(seed: number): (characters: string, length: number) => string {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return (characters, length) =>
    Array.from({ length }, () => characters[Math.floor(next() * characters.length)]).join("");
}

type Make = (pick: ReturnType<typeof chance>) => string;

const tempfile: Make = (pick) => `/tmp/tmp${pick(`${SMALL}_`, 8)}`;
const mktemp: Make = (pick) => `/tmp/tmp.${pick(ALL, 10)}`;
const mkstemp: Make = (pick) => `/tmp/app.pid.${pick(ALL, 6)}`;
const php: Make = (pick) => `/tmp/php${pick(ALL, 6)}`;
const small: Make = (pick) => `/tmp/job-${pick(SMALL, 8)}`;
const pip: Make = (pick) => `/tmp/pip-unpack-${pick(`${SMALL}_`, 8)}`;
const hexadecimal: Make = (pick) => `/tmp/job-${pick("0123456789abcdef", 8)}`;

function isPattern(paths: readonly string[]): boolean {
  const generalise = generalisePaths(paths, { ids: new Set() });
  return paths.some((path) => generalise(path).rule !== undefined);
}

/** In how many of a hundred sets of so many names they became a pattern. */
function rate(make: Make, count: number): number {
  const sets = Array.from({ length: 100 }, (_, seed) => {
    const pick = chance(seed + 1);
    return Array.from({ length: count }, () => make(pick));
  });
  return sets.filter(isPattern).length;
}

test("names of a known form become a pattern, whatever chance makes of them", () => {
  for (const count of [4, 6, 8, 20]) {
    for (const make of [tempfile, mktemp]) assert.ok(rate(make, count) >= 99, make.name);
  }
  assert.ok(rate(tempfile, 3) >= 95 && rate(mktemp, 3) >= 99);
});

test("other random names become a pattern the surer the more they are", () => {
  for (const make of [mkstemp, php, small, pip, hexadecimal]) {
    assert.ok(rate(make, 8) >= 90, make.name);
    assert.equal(rate(make, 20), 100, make.name);
  }
});

test("no name more takes away a pattern that was made of fewer", () => {
  for (const make of [tempfile, mktemp, mkstemp, php, small, pip, hexadecimal]) {
    for (let seed = 1; seed <= 30; seed += 1) {
      const pick = chance(seed);
      const paths: string[] = [];
      let wasPattern = false;
      for (let count = 0; count < 24; count += 1) {
        paths.push(make(pick));
        const isNow = isPattern(paths);
        assert.ok(isNow || !wasPattern, `${make.name} ${paths.join(" ")}`);
        wasPattern = isNow;
      }
    }
  }
});

test("words and numbers of a known form's length stay", () => {
  for (const names of [
    ["tmpdownload", "tmpuploader", "tmpresource", "tmpcomplete"],
    ["tmpfile_001", "tmpfile_002", "tmpfile_003", "tmpfile_004"],
    ["tmpdownload", "tmpcatalogs"],
    ["tmp.properties", "tmp.background", "tmp.directives"],
    ["tmp.aB3dE6gH1j"],
  ]) {
    assert.equal(isPattern(names.map((name) => `/tmp/${name}`)), false);
  }
});

test("outside of temporary folders known forms take four names, and places without patterns have none", () => {
  const names = ["tmp.aB3dE6gH1j", "tmp.Zx8Yw5Vu2T", "tmp.q1W2e3R4t5", "tmp.M9n8B7v6C5"];
  for (const [folder, count, expected] of [
    ["/srv/app", 4, true],
    ["/srv/app", 3, false],
    ["/tmp", 2, true],
    ["/etc", 4, false],
    ["/usr/bin", 4, false],
    ["/home/u/.ssh", 4, false],
  ] as const) {
    const paths = names.slice(0, count).map((name) => `${folder}/${name}`);
    assert.equal(isPattern(paths), expected, folder);
  }
});
