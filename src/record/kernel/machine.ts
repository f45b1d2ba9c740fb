/** The requirements of recording, each with advice for a machine that does not meet it. */
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { release } from "node:os";
import { CxrayError } from "../../model/errors.js";
import { packageFile } from "../../files/package-root.js";
import { missingHelpers } from "./features.js";
import { findLibbpf } from "./libbpf.js";
import { findCgroup2 } from "../containers/cgroup-tree.js";

const BTF = "/sys/kernel/btf/vmlinux";

/** The numbers of CAP_BPF, CAP_PERFMON and CAP_SYS_ADMIN (linux/capability.h). */
const CAPABILITIES = { CAP_SYS_ADMIN: 21n, CAP_PERFMON: 38n, CAP_BPF: 39n } as const;

/** One requirement of recording. */
export interface Need {
  readonly name: string;
  /** what was found, for a person */
  readonly found: string;
  /** null: the requirement is met */
  readonly problem: CxrayError | null;
  /** it is met, but not immediately: what the user should know */
  readonly slow?: readonly string[];
}

/** The compiled program for this machine. @throws CxrayError unsupported-machine */
export function objectPath(architecture: string = process.arch): string {
  const machine = { x64: "x86_64", arm64: "aarch64" }[architecture];
  const path = machine === undefined ? "" : packageFile(`dist/bpf/cxray.${machine}.o`);
  if (machine !== undefined && existsSync(path)) return path;
  throw new CxrayError(
    "unsupported-machine",
    machine === undefined ? `there is no eBPF program for ${architecture}` : `${path} is missing`,
    machine === undefined
      ? "cxray records on x86-64 and arm64."
      : "Install cxray again, or run `npm run build` in a checkout.",
  );
}

function need(name: string, found: string, problem: CxrayError | null): Need {
  return { name, found, problem };
}

/** Whether this process has the capabilities to load eBPF programs. */
function checkPrivilege({ status, lockdown }: MachineFacts): Need {
  if (lockdown.includes("[confidentiality]"))
    return need("privileges", "locked down", lockedDown());
  const mask = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/mu.exec(status)?.[1] ?? "0"}`);
  const has = (bit: bigint): boolean => ((mask >> bit) & 1n) === 1n;
  const { CAP_SYS_ADMIN, CAP_PERFMON, CAP_BPF } = CAPABILITIES;
  const enough = has(CAP_SYS_ADMIN) || (has(CAP_BPF) && has(CAP_PERFMON));
  const problem = new CxrayError(
    "not-root",
    "recording needs root: this process may not load eBPF programs",
    ["Run it with sudo.", "In a container, give it --privileged and --pid=host --cgroupns=host."],
  );
  return need(
    "privileges",
    enough ? "may load eBPF programs" : "no CAP_BPF",
    enough ? null : problem,
  );
}

function lockedDown(): CxrayError {
  return new CxrayError(
    "locked-down",
    "the kernel is locked down for confidentiality: no eBPF program may read its memory",
    "Boot with lockdown=integrity, or without lockdown=: it can't be undone while it runs.",
  );
}

/** Checks features, because kernels of distributions contain backports. */
function checkKernel(kernel: string, btf: string): Need {
  const missing = missingHelpers(kernel, btf);
  const problem = new CxrayError(
    "old-kernel",
    `Linux ${kernel} lacks what cxray's eBPF program calls: ${missing.join(", ")}`,
    "Use a newer kernel: every one from 5.17 on has it, and RHEL 9's.",
  );
  return need("kernel", `Linux ${kernel}`, missing.length === 0 ? null : problem);
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function checkBtf(path: string): Need {
  const problem = new CxrayError("no-btf", `the kernel has no type information at ${path}`, [
    "Use a kernel built with CONFIG_DEBUG_INFO_BTF=y, as distributions' kernels are.",
  ]);
  return isReadable(path) ? need("BTF", path, null) : need("BTF", "missing", problem);
}

function checkLibbpf(): Need {
  try {
    return need("libbpf", findLibbpf().which, null);
  } catch (error) {
    if (!(error instanceof CxrayError)) throw error;
    return need("libbpf", "missing", error);
  }
}

function checkCgroup2(root: string | null): Need {
  const problem = new CxrayError("no-cgroup2", "no cgroup v2 tree is mounted", [
    "Containers are told apart by their cgroup v2.",
    "Boot with systemd.unified_cgroup_hierarchy=1, or mount one: mount -t cgroup2 none /sys/fs/cgroup/unified",
  ]);
  return root === null ? need("cgroup v2", "missing", problem) : need("cgroup v2", root, null);
}

function checkObject(): Need {
  try {
    return need("eBPF program", objectPath().replace(/^.*\//u, ""), null);
  } catch (error) {
    if (!(error instanceof CxrayError)) throw error;
    return need("eBPF program", "missing", error);
  }
}

/** The facts that are checked; replaced by tests. */
export interface MachineFacts {
  readonly status: string;
  readonly kernel: string;
  readonly btf: string;
  /** the content of /sys/kernel/security/lockdown: `none [integrity] confidentiality` */
  readonly lockdown: string;
}

/** All requirements except the engine, in the order in which to fix them. */
export function checkMachine(facts: MachineFacts): Need[] {
  return [
    checkObject(),
    checkKernel(facts.kernel, facts.btf),
    checkBtf(facts.btf),
    checkCgroup2(findCgroup2()),
    checkLibbpf(),
    checkPrivilege(facts),
  ];
}

/** The facts of this machine. */
export function machineFacts(): MachineFacts {
  return {
    status: readFileSync("/proc/self/status", "utf8"),
    kernel: release(),
    btf: BTF,
    lockdown: readLockdown(),
  };
}

/** Empty: the kernel has no lockdown, or securityfs is not mounted. */
function readLockdown(): string {
  try {
    return readFileSync("/sys/kernel/security/lockdown", "utf8");
  } catch {
    return "";
  }
}

/** @throws CxrayError for the first requirement of `checkMachine` that is not met */
export function requireMachine(): void {
  for (const { problem } of checkMachine(machineFacts())) if (problem !== null) throw problem;
}
