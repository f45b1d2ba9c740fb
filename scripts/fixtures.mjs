#!/usr/bin/env node
/**
 * Writes fixtures/: every stage of a few workloads, from real containers.
 *
 *   npm run fixtures                     records the workloads anew: needs root and an engine
 *   node scripts/fixtures.mjs --stages   makes the later stages anew from the committed recordings,
 *                                        so that a change of a template or a rule shows as a diff
 *
 * Names of workloads restrict it to these. A recording is kept as text, in the form that
 * test/golden/recording-dump.ts describes; the files of the later stages are what cxray prints.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";

const ROOT = join(import.meta.dirname, "..");
const NAME = "cxray-fixture";

const { values: options, positionals } = parseArgs({
  options: { stages: { type: "boolean", default: false } },
  allowPositionals: true,
});

/** What the original cxray's users did, and names that no output may trip over. */
const SESSION = String.raw`
id
uname -a
cat /etc/passwd >/dev/null
nc -l 127.0.0.1 12345 </dev/null >/dev/null & listener=$!
until grep -q :3039 /proc/net/tcp; do :; done # 12345, listening
nc -N 127.0.0.1 12345 </dev/null
wait $listener
./missing
: >$'/tmp/"a, (b) \\ {{c}} %d\n\xff'
for number in 10001 10002 10003 10004; do : >/tmp/job-$number.log; done
true`;

/** A job that fetches a page by name, keeps it, and tells others over datagrams and a socket. */
const JOB = String.raw`
set -e; cd /tmp
page=$(mktemp /var/tmp/page.XXXXXXXXXX)
curl -s "http://web/$1?token=5ecret" -o "$page"
chmod 640 "$page"; mkdir -p /srv/pages; mv "$page" /srv/pages/front; ln -sf front /srv/pages/newest
curl -sk https://web:80/ || true # a greeting is sent, though nobody there speaks TLS
printf '#!/bin/sh
true
' >told; chmod 755 told; ./told; rm told
printf done | nc -u -w 0 -q 0 "$(getent hosts web | cut -d ' ' -f 1)" 514
nc -lU job.sock </dev/null & until [ -S job.sock ]; do :; done
nc -NU job.sock </dev/null; wait; rm -f job.sock`;

/**
 * Each workload: its image, and what is done in its two recordings. A container that is started in
 * the background is removed afterwards.
 */
const WORKLOADS = {
  "shell-session": [
    () => run("cxray-test/debian", "bash", "-c", `${SESSION}; echo $$ >"/tmp/$HOSTNAME.pid"`),
    async () => {
      run("cxray-test/debian", "bash", "-c", SESSION);
      await inBackground("cxray-test/debian", ["sleep", "60"], (container) => {
        docker("exec", container, "ls", "/"); // a session: not the image's own behaviour
      });
    },
  ],
  job: [() => doJob("a"), () => doJob("b")],
  nginx: [() => serve(["/"]), () => serve(["/", "/", "/missing"])],
  "python-program": [
    () => runPython("/workloads/forks-threads-connects.py"),
    () => runPython("-c", "print('nothing else')"),
  ],
};

function docker(...args) {
  return execFileSync("docker", args, { encoding: "utf8" }).trim();
}

/** `args`: options for docker run, the image, and the command. */
function run(...args) {
  const options = ["--rm", "--network", "none", "--name", NAME];
  execFileSync("docker", ["run", ...options, ...args], { stdio: "ignore" });
}

async function inBackground(image, command, use) {
  const container = docker("run", "--detach", "--name", NAME, image, ...command);
  try {
    await use(container);
  } finally {
    docker("rm", "--force", container);
  }
}

async function serve(paths) {
  await inBackground("cxray-test/nginx", [], async (container) => {
    for (const path of paths) await ask(`http://${addressOf(container)}${path}`);
    docker("stop", container);
  });
}

/** On a network of its own, where a server goes by the name of web. */
async function doJob(page) {
  docker("network", "create", NAME);
  const server = docker(
    ...["run", "--detach", "--rm", "--network", NAME, "--network-alias", "web"],
    "cxray-test/nginx",
  );
  try {
    await ask(`http://${addressOf(server)}/`);
    const job = ["--network", NAME, "cxray-test/debian", "bash", "-c", JOB, "job", page];
    docker("run", "--rm", "--name", NAME, ...job);
  } finally {
    docker("rm", "--force", server);
    docker("network", "rm", NAME);
  }
}

function addressOf(container) {
  const each = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
  return docker("inspect", "--format", each, container);
}

/** nginx takes a moment to listen. */
async function ask(url, attempts = 100) {
  try {
    const answer = await fetch(url);
    await answer.text();
  } catch (error) {
    if (attempts === 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, 50));
    await ask(url, attempts - 1);
  }
}

/** Without Python's own site packages, which are many files. */
function runPython(...args) {
  const mount = `${join(ROOT, "test/e2e/workloads")}:/workloads:ro`;
  run("--volume", mount, "cxray-test/debian", "python3", "-S", ...args);
}

function cxray(...args) {
  const main = join(ROOT, "dist/cli/main.js");
  return execFileSync(process.execPath, [main, ...args], { encoding: "utf8", maxBuffer: 1 << 28 });
}

/** Records while `act` goes on. Anything but a complete recording is an error. */
async function record(db, act) {
  const args = ["record", "--db", db, "--container", NAME];
  const recorder = spawn(process.execPath, [join(ROOT, "dist/cli/main.js"), ...args], {
    stdio: ["ignore", "inherit", "pipe"],
  });
  const ended = once(recorder, "exit").then(([status]) => status);
  const ready = new Promise((resolve) => {
    recorder.stderr.setEncoding("utf8").on("data", (text) => {
      process.stderr.write(text);
      if (text.includes("recording to")) resolve();
    });
  });
  try {
    if ((await Promise.race([ready, ended])) === undefined) await act();
  } finally {
    recorder.kill("SIGINT");
  }
  const status = await ended;
  if (status !== 0) throw new Error(`cxray record ended with ${status}`);
}

async function recordWorkload(workload, { dumpStore, openStore }) {
  const work = mkdtempSync(join(tmpdir(), "cxray-fixtures-"));
  try {
    const db = join(work, "cxray.db");
    for (const act of WORKLOADS[workload]) await record(db, act);
    const store = openStore(db, "read");
    const dump = dumpStore(store);
    store.close();
    write(workload, {
      "recording.jsonl": dump,
      "baseline.json": cxray("profile", "--db", db, "--json"),
      ...(await emitAll(db)),
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What `cxray emit` gives in every format, by the names of its files. */
async function emitAll(db) {
  const { FORMATS } = await built("src/emit/formats.js");
  const files = Object.entries(FORMATS).map(async ([name, { input, load }]) => {
    const { file } = await load();
    const more = input === "events" ? ["--events", "all"] : [];
    return [file, cxray("emit", "--db", db, "--format", name, ...more)];
  });
  return Object.fromEntries(await Promise.all(files));
}

function write(workload, files) {
  const folder = join(ROOT, "fixtures", workload);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const bytes = Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  console.error(`fixtures/${workload}: ${Object.keys(files).join(" ")}, ${bytes} bytes`);
}

/** Code that tests have too; where the build is, is not known before it is built. */
async function built(file) {
  return await import(new URL(`../build/${file}`, import.meta.url).href);
}

const unknown = positionals.find((name) => !(name in WORKLOADS));
if (unknown !== undefined) throw new Error(`no workload ${unknown}`);
const chosen = positionals.length > 0 ? positionals : Object.keys(WORKLOADS);

execFileSync("npm", ["run", "--silent", "build:test"], { cwd: ROOT, stdio: "inherit" });
if (options.stages) {
  const { readRecorded, renderStages } = await built("test/golden/stages.js");
  for (const workload of chosen) write(workload, renderStages(readRecorded(workload)));
} else {
  const { dumpStore } = await built("test/golden/recording-dump.js");
  const { openStore } = await built("src/store/open.js");
  for (const workload of chosen) await recordWorkload(workload, { dumpStore, openStore });
}
