// Containers of an engine, and what is done with each once it has started.
import { execFile, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** What a container is known by that belongs to one of our runs. */
const LABEL = "cxray-holds";
/** Seconds until a server that doesn't end is killed. */
const STOP_TIMEOUT = "30";

/** Runs a command to its end, whatever its status. */
export function run(file, args, options = {}) {
  return new Promise((resolve) => {
    const settings = { encoding: "utf8", maxBuffer: 1 << 28, ...options };
    const child = execFile(file, args, settings, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === "number" ? error.code : 255;
      resolve({ status, stdout, stderr });
    });
    child.stdin.on("error", () => undefined).end(options.input ?? "");
  });
}

/** @throws where it fails */
export async function docker(...args) {
  const { status, stdout, stderr } = await run("docker", args);
  if (status !== 0) throw new Error(`docker ${args.join(" ")}: ${stderr}`);
  return stdout.trim();
}

export const addressOf = (id) => docker("inspect", "-f", "{{.NetworkSettings.IPAddress}}", id);

/** The client that an image of the same packages is made for, so that it is no run of the image. */
export async function makeClients(workloads) {
  for (const { name, client } of workloads) {
    if (!client?.startsWith("cxray-holds-client/")) continue;
    const text = `FROM cxray-holds/${name}\nLABEL client=yes\n`;
    const { status, stderr } = await run("docker", ["build", "-q", "-t", client, "-"], {
      input: text,
    });
    if (status !== 0) throw new Error(stderr);
  }
}

/** Knows when containers start, by the engine's own events. */
export class Starts {
  #handlers = new Map();
  #next = 0;
  #events;

  constructor() {
    const format = `{{.ID}} {{index .Actor.Attributes "${LABEL}"}}`;
    const filters = ["type=container", "event=start", `label=${LABEL}`];
    const since = String(Math.floor(Date.now() / 1000));
    const args = ["events", "--since", since, "--format", format];
    this.#events = spawn("docker", [...args, ...filters.flatMap((each) => ["--filter", each])], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    createInterface({ input: this.#events.stdout }).on("line", (line) => {
      const [id, key] = line.split(" ");
      this.#handlers.get(key)?.(id);
    });
  }

  stop() {
    this.#events.kill();
  }

  /**
   * Calls `work` with the options that containers are started with, and `attend` with the id of
   * each that was. Gives what `work` gave, and what each `attend` did, in the order of their starts.
   */
  async during(attend, work) {
    const key = String(this.#next++);
    const attended = [];
    this.#handlers.set(key, (id) => {
      attended.push(
        attend(id).catch((error) => ({ status: 255, stdout: "", stderr: String(error) })),
      );
    });
    try {
      const result = await work(["--label", `${LABEL}=${key}`]);
      return { result, attended: await Promise.all(attended) };
    } finally {
      this.#handlers.delete(key);
    }
  }
}

/** Has a workload work, and ends it. */
export async function attend({ name, client, ready, loud, done }, id) {
  if (done !== undefined) {
    const isDone = await waitForOutput(id, done);
    await run("docker", ["kill", id]);
    return { status: isDone ? 0 : 1, stdout: "", stderr: isDone ? "" : `it never said ${done}` };
  }
  if (client === undefined) return { status: 0, stdout: "", stderr: "" };
  if (loud === undefined) await waitForOutput(id, ready);
  const script = readFileSync(join(import.meta.dirname, `clients/${name}.sh`), "utf8");
  return askAndEnd(id, client, ["sh", "-ec", script]);
}

/** A client's answer; the container is ended afterwards. */
export async function askAndEnd(id, client, command) {
  try {
    const target = ["-e", `TARGET=${await addressOf(id)}`];
    return await run("docker", ["run", "--rm", ...target, client, ...command]);
  } finally {
    await run("docker", ["stop", "--time", STOP_TIMEOUT, id]);
  }
}

/** False: the container has ended without having said it. */
export async function waitForOutput(id, text) {
  const logs = spawn("sh", ["-c", 'exec docker logs --follow "$0" 2>&1', id], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let isSaid = false;
  for await (const line of createInterface({ input: logs.stdout })) {
    isSaid = line.includes(text);
    if (isSaid) break;
  }
  logs.kill();
  return isSaid;
}
