/** Stand-ins for the actions of GitHub's own that the examples use, by their documentation. */
import { readFileSync } from "node:fs";
import { HOME, type Machine } from "./machine.js";

export interface Used {
  /** its inputs */
  readonly given: Readonly<Record<string, string>>;
  readonly machine: Machine;
  readonly workspace: string;
  /** takes what is uploaded to code scanning */
  readonly upload: (text: string) => void;
}

export const PLATFORM_ACTIONS: Readonly<Record<string, (used: Used) => Promise<void>>> = {
  "actions/checkout@v6": async ({ machine, workspace }) => {
    await machine.succeed(`git clone --quiet origin.git "${workspace}"`);
  },
  "actions/cache/restore@v5": async ({ given, machine }) => {
    const { path = "", key = "", "restore-keys": beginnings = "" } = given;
    const kept = await keysOf(machine);
    const wanted = [key, ...beginnings.split("\n")].filter((each) => each !== "");
    const [found] = wanted.flatMap((each) => kept.find((one) => one.startsWith(each)) ?? []);
    if (found === undefined) return;
    await machine.succeed(`tar -xPf "cache/${found}"; test -f "${path}"`);
  },
  "actions/cache/save@v5": async ({ given, machine }) => {
    const { path = "", key = "" } = given;
    await machine.succeed(`test ! -e "cache/${key}"; tar -cPf "cache/${key}" "${path}"`);
  },
  "github/codeql-action/upload-sarif@v4": ({ given, machine, upload }) => {
    upload(readFileSync((given["sarif_file"] ?? "").replace(HOME, machine.folder), "utf8"));
    return Promise.resolve();
  },
};

/** The newest first. */
async function keysOf(machine: Machine): Promise<string[]> {
  return (await machine.succeed("ls -t cache")).split("\n");
}
