/** OCI bundles that runtimes run by hand, old and new ones, under a seccomp profile or none. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageFile } from "../../../src/files/package-root.js";
import { printedBy, runCommand, type Outcome } from "./command.js";
import { docker, engineEnvironment } from "./engine.js";
import { inCgroup2 } from "./engines.js";

export interface BundleRuntime {
  readonly name: "runc" | "crun";
  readonly version: string;
  readonly path: string;
}

/** The machine's own runtimes, and those that scripts/runtimes.sh fetches. */
export async function allRuntimes(): Promise<BundleRuntime[]> {
  const fetched = await printedBy(packageFile("scripts/runtimes.sh"), []);
  const paths = ["runc", "crun", ...fetched.split("\n")];
  return await Promise.all(
    paths.map(async (path): Promise<BundleRuntime> => {
      const said = await printedBy(path, ["--version"]);
      const version = /version (?<version>\d[\d.]*)/u.exec(said)?.groups?.["version"] ?? "";
      return { name: path.endsWith("crun") ? "crun" : "runc", version, path };
    }),
  );
}

export interface BundleOptions {
  readonly args: readonly string[];
  /** a seccomp profile's file */
  readonly seccomp?: string;
  /** 0 unless given */
  readonly user?: number;
  readonly noNewPrivileges?: boolean;
}

/** A file system, of which any number of bundles can be made. */
export class BundleFolder {
  readonly #folder: string;
  #made = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Takes the files of an image out of the tests' engine. */
  async fill(image: string): Promise<void> {
    const root = join(this.#folder, "rootfs");
    mkdirSync(root);
    const container = await docker("create", image);
    await printedBy("sh", ["-c", `docker export ${container} | tar -C "$0" -x`, root], {
      env: engineEnvironment(),
    });
    await docker("rm", container);
    await printedBy("runc", ["spec", "--bundle", this.#folder]);
  }

  /** Writes a bundle, and gives its folder. */
  write({ args, seccomp, user = 0, noNewPrivileges = false }: BundleOptions): string {
    const bundle = join(this.#folder, `bundle-${String(this.#made++)}`);
    mkdirSync(bundle);
    const spec = JSON.parse(readFileSync(join(this.#folder, "config.json"), "utf8")) as Spec;
    delete spec.process.rlimits;
    // Limits on devices take memory that may not be locked everywhere.
    delete spec.linux.resources;
    const ids = { uid: user, gid: user };
    Object.assign(spec.process, { args, user: ids, noNewPrivileges, terminal: false });
    spec.root = { path: join(this.#folder, "rootfs"), readonly: true };
    if (seccomp !== undefined) {
      spec.linux.seccomp = JSON.parse(readFileSync(seccomp, "utf8")) as object;
    }
    writeFileSync(join(bundle, "config.json"), JSON.stringify(spec));
    return bundle;
  }

  /** A command line of a runtime. */
  command(runtime: BundleRuntime, ...args: string[]): string[] {
    return inCgroup2([runtime.path, ...args]);
  }

  /** Without the pipes of this process, which the container would keep open as its own. */
  async create(runtime: BundleRuntime, bundle: string, id: string): Promise<Outcome> {
    const command = this.command(runtime, "create", "--bundle", bundle, id);
    const log = join(bundle, "create.log");
    const outcome = await runCommand("sh", ["-c", '"$@" >"$0" 2>&1', log, ...command]);
    return { ...outcome, stderr: readFileSync(log, "utf8") };
  }

  async call(runtime: BundleRuntime, ...args: string[]): Promise<Outcome> {
    const [file = "", ...rest] = this.command(runtime, ...args);
    return await runCommand(file, rest);
  }
}

interface Spec {
  process: { rlimits?: unknown };
  root: unknown;
  linux: { resources?: unknown; seccomp?: unknown };
}
