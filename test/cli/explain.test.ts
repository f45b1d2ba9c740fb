import assert from "node:assert/strict";
import { test } from "node:test";
import { packageFile } from "../../src/files/package-root.js";
import { runCxray } from "./run-cxray.js";

const NGINX = ["explain", "--baseline", packageFile("fixtures/nginx/baseline.json")];

test("explain tells of an entry in which list, when, by whom, and in which rules it stands", () => {
  const { exit, stdout, stderr } = runCxray([...NGINX, "/run/nginx.pid"]);
  assert.deepEqual([exit, stderr], [0, ""]);
  assert.match(stdout, /^WROTE 1 file \(filesWritten\)\n {2}\/run\/nginx\.pid\n/m);
  assert.match(stdout, /^ {4}seen {5}2 times, only before it first answered \(start-up\)$/m);
  assert.match(stdout, /^ {4}in {7}2 of 2 runs: [0-9a-f]{12}, [0-9a-f]{12} of build sha256:/m);
  assert.match(stdout, /^ {4}by {7}\/usr\/sbin\/nginx$/m);
  assert.match(stdout, /^ {2}falco +line \d+: .*\/run\/nginx\.pid/m);
});

test("the same as JSON", () => {
  const { exit, stdout } = runCxray([...NGINX, "--json", "setuid"]);
  assert.equal(exit, 0);
  const { entries, formats } = JSON.parse(stdout) as {
    entries: { part: string }[];
    formats: { format: string; lines: object[] }[];
  };
  assert.ok(entries.some(({ part }) => part === "privileges"));
  assert.ok(formats.some(({ format, lines }) => format === "falco" && lines.length > 0));
});

test("what is not there exits with 1, and the nearest entries are named", () => {
  const { exit, stdout, stderr } = runCxray([...NGINX, "/run/nginx.pit"]);
  assert.deepEqual([exit, stdout], [1, ""]);
  assert.match(
    stderr,
    /^cxray: error: the baseline of cxray-test\/nginx has no \/run\/nginx\.pit$/m,
  );
  assert.match(stderr, /^ +\/run\/nginx\.pid$/m);
  const asJson = runCxray([...NGINX, "--json", "/run/nginx.pit"]);
  assert.equal(asJson.exit, 1);
  assert.deepEqual(
    (JSON.parse(asJson.stdout) as { nearest: string[] }).nearest[0],
    "/run/nginx.pid",
  );
});

test("explain needs one entry", () => {
  assert.equal(runCxray(NGINX).exit, 2);
  assert.equal(runCxray([...NGINX, "a", "b"]).exit, 2);
});
