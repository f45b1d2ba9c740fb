/** AppArmor on this machine: whether it is enabled, and loading and unloading of profiles. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { CxrayError } from "../../model/errors.js";

const ENABLED = "/sys/module/apparmor/parameters/enabled";
/** These directories are in no ordinary user's PATH. */
const PARSERS = ["/usr/sbin/apparmor_parser", "/sbin/apparmor_parser"] as const;

/**
 * The path of the program that loads profiles.
 *
 * @throws CxrayError no-apparmor
 */
export function requireApparmor(): string {
  if (!existsSync(ENABLED) || !readFileSync(ENABLED, "utf8").startsWith("Y")) {
    throw new CxrayError("no-apparmor", "AppArmor is not on in this kernel", [
      "Boot with apparmor=1 security=apparmor, or try the profile on a machine that has it.",
      "cxray emit --format apparmor writes and checks the profile here.",
    ]);
  }
  const parser = PARSERS.find((path) => existsSync(path));
  if (parser !== undefined) return parser;
  throw new CxrayError("no-apparmor", "apparmor_parser, which loads profiles, is not installed", [
    "Install it: on Debian and Ubuntu it is in the package apparmor.",
  ]);
}

/** @throws CxrayError no-apparmor */
export function loadProfile(parser: string, file: string): void {
  const { status, stderr } = spawnSync(parser, ["-K", "-r", file], { encoding: "utf8" });
  if (status === 0) return;
  throw new CxrayError("no-apparmor", "the kernel did not take the AppArmor profile", [
    ...stderr.trim().split("\n").slice(-3),
    "Loading a profile needs root, and an AppArmor that is no older than the profile.",
  ]);
}

export function removeProfile(parser: string, file: string): void {
  spawnSync(parser, ["-R", file], { stdio: "ignore" });
}
