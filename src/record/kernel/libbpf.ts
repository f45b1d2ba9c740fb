/** Finds a libbpf: the system's, or else the one shipped with cxray. */
import { existsSync } from "node:fs";
import { machine } from "node:os";
import { CxrayError } from "../../model/errors.js";
import { packageFile } from "../../files/package-root.js";
import { openDependency, openLibbpf, type Libbpf } from "./ffi.js";

const LIBBPF = "libbpf.so.1";
/** The dependencies of Debian's libbpf besides the C library, in loading order. */
const DEPENDENCIES = ["libz.so.1", "libelf.so.1"];

export interface FoundLibbpf {
  readonly bpf: Libbpf;
  /** which libbpf it is, for a person */
  readonly which: string;
}

/** Where libraries come from; replaced by tests. */
export interface LibraryPlaces {
  /** the name for the system's loader */
  readonly system: string;
  /** a directory */
  readonly shipped: string;
}

function places(): LibraryPlaces {
  return { system: LIBBPF, shipped: packageFile(`dist/lib/${machine()}`) };
}

/** @throws CxrayError no-libbpf */
export function findLibbpf({ system, shipped }: LibraryPlaces = places()): FoundLibbpf {
  let why: string;
  try {
    return { bpf: openLibbpf(system), which: LIBBPF };
  } catch (error) {
    why = whyNotSystems(error);
  }
  try {
    return { bpf: openShipped(shipped), which: `the one of cxray, as ${why}` };
  } catch (error) {
    const message = `${why}, and the one that comes with cxray ${whyNotShipped(shipped, error)}`;
    throw new CxrayError("no-libbpf", message, LIBBPF_ADVICE, { cause: error });
  }
}

function openShipped(folder: string): Libbpf {
  for (const name of DEPENDENCIES) openDependency(`${folder}/${name}`);
  return openLibbpf(`${folder}/${LIBBPF}`);
}

function whyNotSystems(error: unknown): string {
  const { message } = error as Error;
  if (message.includes("cannot open shared object file")) return `${LIBBPF} is not installed`;
  // the system's library of this name may not be libbpf 1
  const isOld = message.startsWith("Cannot find function") || message.startsWith("it is libbpf");
  if (isOld) return `${LIBBPF} of the system is older than 1.0`;
  return `${LIBBPF} of the system can't be loaded (${message})`;
}

function whyNotShipped(folder: string, error: unknown): string {
  if (!existsSync(folder)) return "is not in this package";
  return `can't be loaded: ${(error as Error).message}`;
}

/** The package that contains libbpf, by distribution. */
export const LIBBPF_ADVICE = [
  "Install libbpf 1.0 or newer:",
  "  Debian, Ubuntu 24.04:  apt-get install libbpf1",
  "  Fedora, RHEL:          dnf install libbpf",
  "  Alpine:                apk add libbpf",
  "  Arch:                  pacman -S libbpf",
] as const;
