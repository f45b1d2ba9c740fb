/**
 * The engines that can be run on this machine besides Docker, each with storage of its own in a
 * folder, and with the image of the tests in it.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after } from "node:test";
import { findCgroup2 } from "../../../src/record/containers/cgroup-tree.js";
import { printedBy, runCommand, startCommand } from "./command.js";
import { docker, engineEnvironment } from "./engine.js";

export const IMAGE = "cxray-test/busybox";

/** How one engine runs and visits a container. Each has the environment that `ENVIRONMENT` says. */
export interface TestEngine {
  readonly name: string;
  /** as recorded */
  readonly engine: string;
  /** what the image is called in it */
  readonly reference: string;
  /** a command that runs a script in a new container, and ends when that does */
  readonly run: (container: string, script: string) => string[];
  /** a command that runs a script in that container while it runs */
  readonly visit: (container: string, script: string) => string[];
}

/** Shells behave by their environment, which engines set differently. */
const ENVIRONMENT = ["PATH=/bin", "HOME=/root", "HOSTNAME=box", "TERM=xterm", "container=test"];

/** What finds the engines, for `ctr`, Podman and cxray. */
export function enginesEnvironment(folder: string): Record<string, string> {
  return {
    ...engineEnvironment(),
    CONTAINERD_ADDRESS: join(folder, "containerd.sock"),
    CONTAINERS_STORAGE_CONF: join(folder, "storage.conf"),
  };
}

/** Starts what has to run, and fills it. Called in `before`. */
export async function startEngines(folder: string): Promise<TestEngine[]> {
  await docker("save", "-o", join(folder, "image.tar"), IMAGE);
  await startContainerd(folder);
  await fillPodman(folder);
  return [
    dockerEngine(),
    podmanEngine(),
    containerdEngine(),
    await bundleEngine(folder, "runc"),
    await bundleEngine(folder, "crun"),
  ];
}

function dockerEngine(): TestEngine {
  const environment = ENVIRONMENT.flatMap((each) => ["-e", each]);
  const visitor = ENVIRONMENT.flatMap((each) => ["-e", each]);
  return {
    name: "Docker",
    engine: "docker",
    reference: IMAGE,
    run: (container, script) => [
      ...["docker", "run", "--rm", "--name", container, ...environment, IMAGE, "sh", "-c", script],
    ],
    visit: (container, script) => ["docker", "exec", ...visitor, container, "sh", "-c", script],
  };
}

/** Here with runc: crun, its usual runtime, refuses machines that have both versions of cgroups. */
export const PODMAN = ["podman", "--cgroup-manager=cgroupfs", "--runtime", "runc"];

export async function fillPodman(folder: string): Promise<void> {
  const text = `[storage]\ndriver = "overlay"\ngraphroot = "${folder}/graph"\nrunroot = "${folder}/run"\n`;
  writeFileSync(join(folder, "storage.conf"), text);
  const env = enginesEnvironment(folder);
  await printedBy("podman", ["load", "-i", join(folder, "image.tar")], { env });
  after(async () => {
    await runCommand("podman", ["rm", "--all", "--force", "--time", "0"], { env });
    await runCommand("umount", [join(folder, "graph/overlay")]);
  });
}

function podmanEngine(): TestEngine {
  // Where limits can't be raised Podman's own are too high.
  const limits = ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1000:1000"];
  const how = [...limits, "--network", "none", ...ENVIRONMENT.flatMap((each) => ["-e", each])];
  const reference = `localhost/${IMAGE}:latest`;
  return {
    name: "Podman",
    engine: "podman",
    reference,
    run: (container, script) => [
      ...[...PODMAN, "run", "--rm", "--name", container, ...how, reference, "sh", "-c", script],
    ],
    visit: (container, script) => [...PODMAN, "exec", container, "sh", "-c", script],
  };
}

export async function startContainerd(folder: string): Promise<void> {
  const [root, state] = [join(folder, "containerd"), join(folder, "containerd-state")];
  const config = join(folder, "containerd.toml");
  writeFileSync(config, 'version = 2\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n');
  const env = enginesEnvironment(folder);
  const address = env["CONTAINERD_ADDRESS"] ?? "";
  const options = ["--config", config, "--address", address, "--root", root, "--state", state];
  const { child, output, ended } = startCommand("containerd", options);
  after(async () => {
    child.kill();
    await ended;
  });
  while (!output.stderr.includes("containerd successfully booted")) {
    if (child.exitCode !== null) throw new Error(output.stderr);
    await new Promise((resolve) => child.stderr.once("data", resolve));
  }
  await printedBy("ctr", ["images", "import", join(folder, "image.tar")], { env });
}

function containerdEngine(): TestEngine {
  const reference = `docker.io/${IMAGE}:latest`;
  const environment = ENVIRONMENT.flatMap((each) => ["--env", each]);
  return {
    name: "ctr",
    engine: "containerd",
    reference,
    run: (container, script) => [
      ...["ctr", "run", "--rm", ...environment, reference, container, "sh", "-c", script],
    ],
    visit: (container, script) => [
      ...["ctr", "task", "exec", "--exec-id", `${container}-visit`, container, "sh", "-c", script],
    ],
  };
}

/** A bundle whose root file system has layers, as engines make them. */
async function bundleEngine(folder: string, runtime: "runc" | "crun"): Promise<TestEngine> {
  const bundle = join(folder, runtime);
  const image = join(folder, "image");
  const [root, upper, work] = ["rootfs", "upper", "work"].map((each) => join(bundle, each));
  for (const each of [image, root, upper, work]) mkdirSync(each ?? "", { recursive: true });
  const container = await docker("create", IMAGE);
  await printedBy("sh", ["-c", `docker export ${container} | tar -C "$0" -x`, image], {
    env: engineEnvironment(),
  });
  await docker("rm", container);
  const layers = `lowerdir=${image},upperdir=${upper ?? ""},workdir=${work ?? ""}`;
  await printedBy("mount", ["-t", "overlay", "overlay", "-o", layers, root ?? ""]);
  after(async () => {
    await runCommand("umount", [root ?? ""]);
  });
  await printedBy("runc", ["spec", "--bundle", bundle]);
  const spec = readFileSync(join(bundle, "config.json"), "utf8");
  const run = (id: string, script: string): string[] => {
    writeFileSync(join(bundle, "config.json"), bundleSpec(spec, runtime, script));
    return ofVersion2(runtime, [runtime, "run", "--bundle", bundle, id]);
  };
  const visit = (id: string, script: string): string[] =>
    ofVersion2(runtime, [runtime, "exec", id, "sh", "-c", script]);
  return { name: `${runtime} bundle`, engine: runtime, reference: bundle, run, visit };
}

interface Spec {
  process: { args: string[]; env: string[]; terminal: boolean; rlimits?: unknown };
  root: { readonly: boolean };
  linux: { resources?: unknown };
}

function bundleSpec(text: string, runtime: "runc" | "crun", script: string): string {
  const spec = JSON.parse(text) as Spec;
  spec.process = { ...spec.process, args: ["sh", "-c", script], env: ENVIRONMENT, terminal: false };
  spec.root.readonly = false;
  // Limits on devices take memory that may not be locked everywhere.
  if (runtime === "crun") delete spec.linux.resources;
  return JSON.stringify(spec);
}

/** crun looks at /sys/fs/cgroup to tell which version of cgroups a machine has. */
function ofVersion2(runtime: "runc" | "crun", command: readonly string[]): string[] {
  return runtime === "runc" ? [...command] : inCgroup2(command);
}

/** A command that finds version 2 of cgroups where machines that have no other have it. */
export function inCgroup2(command: readonly string[]): string[] {
  const mount = findCgroup2() ?? "";
  if (mount === "/sys/fs/cgroup") return [...command];
  const script = 'mount --make-rprivate / && mount --bind "$0" /sys/fs/cgroup && exec "$@"';
  return ["unshare", "--mount", "sh", "-c", script, mount, ...command];
}
