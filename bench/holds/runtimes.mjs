// Whether the workloads start under their seccomp profiles in other runtimes: the machine's own runc
// and crun, and those of newer Debian releases (scripts/runtimes.sh).
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { findCgroup2 } from "../../dist/record/containers/cgroup-tree.js";
import { docker, run } from "./engine.mjs";
import { imageOf } from "./workloads.mjs";

const START_TIMEOUT = 60_000;
const FETCH = join(import.meta.dirname, "../../scripts/runtimes.sh");

export async function findRuntimes() {
  const { status, stdout, stderr } = await run(FETCH, []);
  if (status !== 0) throw new Error(stderr);
  const paths = ["runc", "crun", ...stdout.trim().split("\n")];
  return Promise.all(
    paths.map(async (path) => {
      const said = await run(path, ["--version"]);
      const version = /version (\d[\d.]*)/u.exec(said.stdout)?.[1] ?? "";
      return { path, name: `${basename(path)} ${version}` };
    }),
  );
}

/** By runtime: null where the workload started, or what kept it from it. */
export async function startUnderAll(runtimes, workload, profile) {
  const folder = mkdtempSync(join(tmpdir(), "cxray-holds-"));
  try {
    const image = join(folder, "image");
    const spec = await makeBundle(workload, folder, image);
    spec.linux.seccomp = JSON.parse(readFileSync(profile, "utf8"));
    writeFileSync(join(folder, "config.json"), JSON.stringify(spec));
    const started = {};
    for (const { path, name } of runtimes) {
      started[name] = await onFreshFiles(folder, image, spec.root.path, () =>
        startOnce(path, workload, folder),
      );
    }
    return started;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What one start writes, the next one doesn't find. */
async function onFreshFiles(folder, image, root, start) {
  const [upper, work] = [join(folder, "upper"), join(folder, "work")];
  for (const each of [upper, work, root]) mkdirSync(each, { recursive: true });
  const layers = `lowerdir=${image},upperdir=${upper},workdir=${work}`;
  const mounted = await run("mount", ["-t", "overlay", "overlay", "-o", layers, root]);
  if (mounted.status !== 0) throw new Error(mounted.stderr);
  try {
    return await start();
  } finally {
    await run("umount", ["--lazy", root]);
    for (const each of [upper, work]) rmSync(each, { recursive: true, force: true });
  }
}

/** The image's files, and what its command is started with. */
async function makeBundle(workload, folder, files) {
  const image = imageOf(workload);
  mkdirSync(files);
  const container = await docker("create", image);
  await run("sh", ["-ec", `docker export ${container} | tar -C "$0" -x`, files]);
  await docker("rm", container);
  // As engines write it.
  writeFileSync(join(files, "etc/hosts"), "127.0.0.1 localhost\n");
  const { Cmd, Env } = JSON.parse(await docker("inspect", "-f", "{{json .Config}}", image));
  await run("runc", ["spec", "--bundle", folder]);
  const spec = JSON.parse(readFileSync(join(folder, "config.json"), "utf8"));
  delete spec.process.rlimits;
  delete spec.linux.resources;
  spec.root = { path: join(folder, "rootfs"), readonly: false };
  spec.process.terminal = false;
  Object.assign(spec.process, { args: workload.loud ?? Cmd, env: Env });
  spec.process.capabilities = capabilities();
  return spec;
}

/** Those that Docker gives. */
function capabilities() {
  const names =
    "CHOWN DAC_OVERRIDE FOWNER FSETID KILL SETGID SETUID SETPCAP NET_BIND_SERVICE SYS_CHROOT MKNOD AUDIT_WRITE SETFCAP";
  const all = names.split(" ").map((name) => `CAP_${name}`);
  return { bounding: all, effective: all, permitted: all };
}

/** A command that finds version 2 of cgroups where machines that have no other have it. */
function inCgroup2(words) {
  const mount = findCgroup2() ?? "";
  if (mount === "/sys/fs/cgroup") return words;
  const script = 'mount --make-rprivate / && mount --bind "$0" /sys/fs/cgroup && exec "$@"';
  return ["unshare", "--mount", "sh", "-c", script, mount, ...words];
}

/** Programs open /dev/stderr, which is nothing to open where it is one of Node's sockets. */
const THROUGH_A_PIPE = '"$@" 2>&1 </dev/null | cat';

async function startOnce(path, { name, ready }, folder) {
  const id = `cxray-holds-${name}-${process.pid}`;
  const words = inCgroup2([path, "run", "--bundle", folder, id]);
  const child = spawn("sh", ["-c", THROUGH_A_PIPE, "sh", ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  const isReady = new Promise((resolve) => {
    child.stdout.on("data", (chunk) => {
      said += chunk;
      if (said.includes(ready)) resolve(true);
    });
    child.on("close", () => resolve(said.includes(ready)));
  });
  const timeout = new AbortController();
  const isLate = pause(START_TIMEOUT, false, timeout).catch(() => false);
  const isStarted = await Promise.race([isReady, isLate]);
  timeout.abort();
  const [own, ...rest] = inCgroup2([path, "delete", "--force", id]);
  await run(own, rest);
  return isStarted ? null : said.slice(-500) || "it said nothing";
}
