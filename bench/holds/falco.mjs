// Falco, where there is one, and what its rules say of the workloads themselves.
import { mkdtempSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { cxray } from "./cxray.mjs";
import { attend, run } from "./engine.mjs";
import { imageOf } from "./workloads.mjs";

/** Makes `command` the `falco` that cxray finds. Gives its version; null: there is none. */
export async function findFalco(command, folder) {
  if (command !== undefined) {
    const own = mkdtempSync(join(folder, "path-"));
    symlinkSync(resolve(command), join(own, "falco"));
    process.env.PATH = `${own}:${process.env.PATH}`;
  }
  const { stdout } = await run("falco", ["--version"]);
  const version = /Falco version: (\d[\d.]*)/u.exec(stdout)?.[1] ?? null;
  if (version === null && command !== undefined) throw new Error(`${command} is no Falco`);
  return version;
}

/** The rules that report what the workload always does: none, if all is well. */
export async function alertsOf(starts, workload, files) {
  const { result } = await starts.during(
    (id) => attend(workload, id),
    (options) => {
      const command = ["docker", "run", ...options, imageOf(workload)];
      return cxray("verify", "--json", "--falco", files.falco, "--", ...command);
    },
  );
  if (result.stdout === "") throw new Error(result.stderr);
  const { verdict, byRule, notes } = JSON.parse(result.stdout);
  if (verdict === "not judged") throw new Error(notes.join("\n"));
  return byRule.map(({ rule, count, first }) => ({ rule, count, first }));
}
