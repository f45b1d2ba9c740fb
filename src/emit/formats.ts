/**
 * Every format of cxray, with its options and its loader. The command line, the documentation and a
 * contract test read this table.
 */
import { CxrayError } from "../model/errors.js";
import type { Format, FormatOption } from "./format.js";
import { APPARMOR_OPTIONS } from "./apparmor/options.js";
import { POLICY_OPTIONS } from "./network/options.js";
import { SECCOMP_OPTIONS } from "./seccomp/options.js";
import { CONTAINER_OPTIONS } from "./settings/options.js";
import { TETRAGON_OPTIONS } from "./tetragon/options.js";

export interface FormatRow {
  /** what the format writes: a file about an image, or a line per event */
  readonly input: Format["input"];
  /** names as on the command line and in cxray.yaml; formats may share an option */
  readonly options: Readonly<Record<string, FormatOption>>;
  readonly load: () => Promise<Format>;
}

export const FORMATS: Readonly<Record<string, FormatRow>> = {
  // options about the rules are in cxray.yaml only, under `falco`
  falco: {
    input: "baseline",
    options: {},
    load: async () => (await import("./falco/falco.js")).falco,
  },
  seccomp: {
    input: "baseline",
    options: SECCOMP_OPTIONS,
    load: async () => (await import("./seccomp/seccomp.js")).seccomp,
  },
  apparmor: {
    input: "baseline",
    options: APPARMOR_OPTIONS,
    load: async () => (await import("./apparmor/apparmor.js")).apparmor,
  },
  "docker-run": {
    input: "baseline",
    options: CONTAINER_OPTIONS,
    load: async () => (await import("./docker-run/docker-run.js")).dockerRun,
  },
  compose: {
    input: "baseline",
    options: CONTAINER_OPTIONS,
    load: async () => (await import("./compose/compose.js")).compose,
  },
  kubernetes: {
    input: "baseline",
    options: CONTAINER_OPTIONS,
    load: async () => (await import("./kubernetes/kubernetes.js")).kubernetes,
  },
  "seccomp-operator": {
    input: "baseline",
    options: SECCOMP_OPTIONS,
    load: async () => (await import("./seccomp-operator/seccomp-operator.js")).seccompOperator,
  },
  networkpolicy: {
    input: "baseline",
    options: POLICY_OPTIONS,
    load: async () => (await import("./networkpolicy/networkpolicy.js")).networkpolicy,
  },
  cilium: {
    input: "baseline",
    options: POLICY_OPTIONS,
    load: async () => (await import("./cilium/cilium.js")).cilium,
  },
  kubearmor: {
    input: "baseline",
    options: POLICY_OPTIONS,
    load: async () => (await import("./kubearmor/kubearmor.js")).kubearmor,
  },
  tetragon: {
    input: "baseline",
    options: TETRAGON_OPTIONS,
    load: async () => (await import("./tetragon/tetragon.js")).tetragon,
  },
  "in-toto": {
    input: "baseline",
    options: {},
    load: async () => (await import("./in-toto/in-toto.js")).inToto,
  },
  log: { input: "events", options: {}, load: async () => (await import("./log/log.js")).log },
};

export const FORMAT_NAMES: readonly string[] = Object.keys(FORMATS);

/** The names of the formats whose rows pass a test. */
export function formatsWith(isMeant: (row: FormatRow) => boolean): string[] {
  return FORMAT_NAMES.filter((name) => {
    const row = FORMATS[name];
    return row !== undefined && isMeant(row);
  });
}

/** A format by its name. Throws `unknown-format`. */
export async function findFormat(name: string): Promise<Format> {
  const row = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (row !== undefined) return row.load();
  const names = FORMAT_NAMES.join(", ");
  throw new CxrayError("unknown-format", `there is no format ${name}`, `Formats: ${names}.`);
}
