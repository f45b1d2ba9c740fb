// Images, networks and containers of one night.
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PROGRAMS = join(dirname(fileURLToPath(import.meta.url)), "workloads");
const BASE = "cxray-test/debian";

function docker(args, input = "") {
  return execFileSync("docker", args, { input, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] });
}

/** Only a label differs from the night before: a new digest under the same name. */
export function buildImages(workloads, night) {
  for (const { name } of workloads) {
    const image = `cxray-nights/${name}`;
    docker(
      ["build", "-q", "--label", `night=${name} ${night}`, "-t", image, "-"],
      `FROM ${BASE}\n`,
    );
  }
}

/** A network that has other addresses than those of the nights before and after it. */
export class SubnetOfNight {
  name = "cxray-nights";
  #fillers;

  constructor(night) {
    this.#fillers = Array.from({ length: night % 3 }, (_, at) => `cxray-nights-${at}`);
    for (const filler of this.#fillers) docker(["network", "create", filler]);
    docker(["network", "create", this.name]);
    docker([
      ...["run", "--rm", "-d", "--name", "cxray-nights-web", "--network", this.name],
      ...["--network-alias", "web", "cxray-test/nginx"],
    ]);
  }

  remove() {
    docker(["rm", "-f", "cxray-nights-web"]);
    for (const name of [this.name, ...this.#fillers]) docker(["network", "rm", name]);
  }
}

/** Runs all of them, one after the other. */
export function runCommand(workloads, network) {
  const commands = workloads.map(({ name, program, isNetworked }) =>
    [
      ...["docker", "run", "--rm", "-v", `${PROGRAMS}:/w:ro`],
      ...(isNetworked ? ["--network", network] : ["--network", "none"]),
      ...[`cxray-nights/${name}`, ...program],
    ].join(" "),
  );
  return ["sh", "-ec", commands.map((command) => `${command} >/dev/null`).join("\n")];
}

export function removeAll(workloads) {
  for (const { name } of workloads) {
    try {
      docker(["rmi", "-f", `cxray-nights/${name}`]);
    } catch {
      // a night that was ended early has none
    }
  }
}
