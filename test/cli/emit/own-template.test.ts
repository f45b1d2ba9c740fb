import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { FORMAT_NAMES } from "../../../src/emit/formats.js";
import { packageFile } from "../../../src/files/package-root.js";
import { folderWith, runCxray } from "../run-cxray.js";

const FILE = packageFile("fixtures/nginx/baseline.json");

test("emit with a template and no format renders the baseline, and checks nothing", (context) => {
  const folder = folderWith(context);
  writeFileSync(join(folder, "own.hbs"), "{{image.name}},{{count executables}}\n");
  const emitted = ["emit", "--baseline", FILE, "--template", "own.hbs"];
  assert.deepEqual(runCxray(emitted, { folder }), {
    exit: 0,
    stdout: "cxray-test/nginx,1\n",
    stderr: "",
  });
  assert.equal(runCxray([...emitted, "-o", "own.csv"], { folder }).exit, 0);
  assert.equal(readFileSync(join(folder, "own.csv"), "utf8"), "cxray-test/nginx,1\n");
  const asFalco = runCxray([...emitted, "-f", "falco"], { folder });
  assert.equal(asFalco.exit, 2);
  assert.match(asFalco.stderr, /count/);
});

test("the template in docs/templates.md renders a table of programs", (context) => {
  const folder = folderWith(context);
  const document = readFileSync(packageFile("docs/templates.md"), "utf8");
  const template = /^```text\n(# \{\{[^]*?)^```$/mu.exec(document)?.[1] ?? "";
  writeFileSync(join(folder, "own.hbs"), template);
  const { exit, stdout } = runCxray(["emit", "--baseline", FILE, "--template", "own.hbs"], {
    folder,
  });
  assert.equal(exit, 0);
  assert.match(stdout, /^# cxray\\-test\/nginx\n\n2 runs; the recording is complete\.\n/);
  assert.match(stdout, /^\| --- \| --- \|\n\| \/usr\/sbin\/nginx \| {2}\|$/m);
});

test("a template that is not one's own file is not used", (context) => {
  const folder = folderWith(context);
  writeFileSync(join(folder, "other.hbs"), "x");
  symlinkSync("other.hbs", join(folder, "own.hbs"));
  const { exit, stderr } = runCxray(["emit", "--baseline", FILE, "--template", "own.hbs"], {
    folder,
  });
  assert.equal(exit, 2);
  assert.match(stderr, /own\.hbs is a symbolic link/);
});

test("what has no effect on a template without a format is told", (context) => {
  const folder = folderWith(context);
  writeFileSync(join(folder, "own.hbs"), "x");
  for (const more of [["--all"], ["--errno", "EPERM"], ["--events", "open"]]) {
    const { exit, stderr } = runCxray(["emit", "--template", "own.hbs", ...more], { folder });
    assert.equal(exit, 2, more.join(" "));
    assert.match(stderr, /no effect/, more.join(" "));
  }
});

test("templates lists every format's, and copies one with what it takes in", (context) => {
  const folder = folderWith(context);
  const listed = runCxray(["templates"], { folder }).stdout.trimEnd().split("\n");
  assert.deepEqual(
    listed.map((line) => line.split("\t")[0]),
    FORMAT_NAMES,
  );
  for (const name of FORMAT_NAMES) {
    const { exit, stderr } = runCxray(["templates", "export", name, "-o", name], { folder });
    assert.equal(exit, 0, stderr);
    const [, template = ""] =
      listed.find((line) => line.startsWith(`${name}\t`))?.split("\t") ?? [];
    assert.equal(
      readFileSync(join(folder, name, template.replace(/^.*\//u, "")), "utf8"),
      readFileSync(packageFile(`templates/${template}`), "utf8"),
    );
  }
});

test("a copy that was changed is used, with the partials beside it, and never overwritten", (context) => {
  const folder = folderWith(context);
  runCxray(["templates", "export", "falco", "-o", "mine"], { folder });
  const head = join(folder, "mine", "head.hbs");
  writeFileSync(head, `# mine\n${readFileSync(head, "utf8")}`);
  const options = ["--baseline", FILE, "-f", "falco", "--template", "mine/rules.hbs"];
  const { exit, stdout, stderr } = runCxray(["emit", ...options], { folder });
  assert.equal(exit, 0, stderr);
  assert.match(stdout, /^# mine$/m);
  const again = runCxray(["templates", "export", "falco", "-o", "mine"], { folder });
  assert.equal(again.exit, 2);
  assert.match(again.stderr, /mine\/\S+\.hbs already exists/);
  assert.match(readFileSync(head, "utf8"), /^# mine\n/);
});

test("templates says how it is used", (context) => {
  const folder = folderWith(context);
  for (const words of [
    ["export"],
    ["export", "falco"],
    ["show", "falco"],
    ["export", "none", "-o", "x"],
  ]) {
    assert.equal(runCxray(["templates", ...words], { folder }).exit, 2, words.join(" "));
  }
});

test("report writes one page, whole or not at all, and what differs from a file", (context) => {
  const folder = folderWith(context);
  const { exit, stdout, stderr } = runCxray(["report", "--baseline", FILE, "-o", "report.html"], {
    folder,
  });
  assert.deepEqual([exit, stdout, stderr], [0, "", ""]);
  const page = readFileSync(join(folder, "report.html"), "utf8");
  assert.match(page, /^<!doctype html>\n<html lang="en">[^]*<\/html>\n$/);
  assert.match(page, /\/usr\/sbin\/nginx/);
  assert.doesNotMatch(page, /id="differences"/);
  const other = JSON.parse(readFileSync(FILE, "utf8")) as { filesWritten: object[] };
  writeFileSync(join(folder, "old.json"), JSON.stringify({ ...other, filesWritten: [] }));
  const against = ["report", "--baseline", FILE, "--against", "old.json"];
  const compared = runCxray(against, { folder });
  assert.equal(compared.exit, 0, compared.stderr);
  assert.match(
    compared.stdout,
    /id="differences"[^]*1 difference to old\.json[^]*\/run\/nginx\.pid/,
  );
  const missing = runCxray(["report", "--baseline", FILE, "--against", "none.json"], { folder });
  assert.equal(missing.exit, 2);
  mkdirSync(join(folder, "there.html"));
  assert.equal(runCxray(["report", "--baseline", FILE, "-o", "there.html"], { folder }).exit, 2);
});
