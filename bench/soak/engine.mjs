// The soak's own container engine, which DOCKER_HOST names (scripts/with-engine.sh --private).
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const execute = promisify(execFile);
let made = 0;

/** Fits the names of this run's containers, and of no other run's. */
export const OUR_NAMES = `soak-${process.pid}-*`;

/** A name for a container that no other container has. */
export function containerName(what) {
  made += 1;
  return `soak-${process.pid}-${what}-${made}`;
}

/** Runs a docker command that has to succeed; gives what it printed. */
export async function docker(...args) {
  const { stdout } = await execute("docker", args, { maxBuffer: 1 << 26 });
  return stdout.trim();
}

/** Runs a container to its end; a container's own status does not matter. */
export async function runContainer(what, image, ...command) {
  const name = ["--name", containerName(what), "--network", "none"];
  await execute("docker", ["run", "--rm", ...name, image, ...command], {
    maxBuffer: 1 << 26,
  }).catch((error) => {
    // 125: docker itself failed.
    if (typeof error.code !== "number" || error.code === 125) throw error;
  });
}

/** Starts a container, and gives its name. */
export async function startContainer(what, options, image, ...command) {
  const name = containerName(what);
  await docker("run", "-d", "--name", name, "--network", "none", ...options, image, ...command);
  return name;
}

/** Stops the engine's process for so many milliseconds, while something else is done. */
export async function withEngineStopped(milliseconds, action) {
  if (process.env.CXRAY_TEST_ENGINE !== process.env.DOCKER_HOST) {
    throw new Error("only an engine of the soak's own is stopped: run npm run soak");
  }
  const folder = dirname(process.env.DOCKER_HOST.replace("unix://", ""));
  const pid = Number(readFileSync(join(folder, "dockerd.pid"), "utf8"));
  process.kill(pid, "SIGSTOP");
  try {
    const goOn = async () => {
      await sleep(milliseconds);
      process.kill(pid, "SIGCONT");
    };
    const [result] = await Promise.all([action(), goOn()]);
    return result;
  } finally {
    process.kill(pid, "SIGCONT");
  }
}
