/** The eBPF object in the kernel: loads and attaches it, and reads its maps and counts. */
import { readSync, closeSync } from "node:fs";
import { CxrayError } from "../../model/errors.js";
import { openAccounts } from "./accounts.js";
import type { KernelView } from "../sinks/blind-spot-sink.js";
import { parseBtf } from "./btf.js";
import type { ChargedLosses } from "../container-losses.js";
import { assertWire } from "./check-wire.js";
import { lastErrno, mapShared, viewMemory, type Libbpf, type Libc, type Pointer } from "./ffi.js";
import { enableOptionalProbes } from "./optional-probes.js";
import { WIRE_LOSS } from "./wire-enums.js";
import { CONTAINER_VALUE, COUNTERS } from "./wire.js";

const PROBES = [
  "on_cgroup_mkdir",
  "on_cgroup_rmdir",
  "on_cgroup_attach",
  "on_fork",
  "on_exec",
  "on_exit",
  "on_signal",
  "on_connecting",
  "on_connected",
  "on_sys_enter",
  "on_sys_exit",
] as const;
const RUNNING_TASKS = "find_running_tasks";
const UNSETTLED = "tell_unsettled";

/** bpf_prog_info.recursion_misses in include/uapi/linux/bpf.h */
const RECURSION_MISSES = 208;
const PROGRAM_INFO_SIZE = 232;
const BPF_ANY = 0;
const BPF_NOEXIST = 1;

export interface KernelProgram extends KernelView, ChargedLosses {
  readonly ringFd: number;
  /** Marks a cgroup as part of a container that is already running; false: it was known. */
  addRunning: (cgroupId: bigint, top: bigint) => boolean;
  /** Tells the kernel to send no more events of a container. */
  ignore: (top: bigint) => void;
  /** Tells the kernel to send events of an ignored container again. */
  unignore: (top: bigint) => void;
  /** Finds the tasks of the containers added so far. */
  findRunningTasks: () => void;
  /** events lost without a known container, by number of enum event_kind and enum loss */
  readLosses: () => readonly number[];
  /**
   * Whether containers started since the last call. Their engines must be queried while they live.
   */
  hasStarts: () => boolean;
  /** how often a probe was skipped because it was already running */
  readSkipped: () => number;
  /** Stops new events; the ring buffer keeps its records. */
  detach: () => void;
  /** Puts unfinished connections into the ring buffer. */
  tellUnsettled: () => void;
  /** Also releases the ring buffer and the counts. */
  close: () => void;
}

export interface LoadOptions {
  readonly objectPath: string;
  /** the size of the ring buffer's data: a power of two and a multiple of the page size */
  readonly ringSize: number;
}

/**
 * Loads and attaches the probes. Once it returns, no container can start unseen.
 *
 * @throws CxrayError wire-mismatch, load-failed
 */
export function loadKernelProgram(libc: Libc, bpf: Libbpf, options: LoadOptions): KernelProgram {
  const object = bpf.openObject(options.objectPath, null);
  if (object === null) throw loadError(options.objectPath, "can't be opened", lastErrno());
  const links: Pointer[] = [];
  try {
    assertWire(readTypes(bpf, object), options.objectPath);
    bpf.setMaxEntries(bpf.findMap(object, "events"), options.ringSize);
    const optional = enableOptionalProbes(bpf, object);
    const status = bpf.loadObject(object);
    if (status !== 0) throw loadError(options.objectPath, "was refused by the kernel", -status);
    const probes = [...PROBES, ...optional.programs];
    for (const name of probes) links.push(attachProbe(bpf, object, name));
    return makeProgram({ libc, bpf, object, links, probes, view: optional });
  } catch (error) {
    for (const link of links) bpf.destroyLink(link);
    bpf.closeObject(object);
    throw error;
  }
}

function readTypes(bpf: Libbpf, object: Pointer) {
  const size: [number] = [0];
  const data = bpf.btfData(bpf.objectBtf(object), size);
  return parseBtf(new Uint8Array(viewMemory(data, size[0])));
}

function attachProbe(bpf: Libbpf, object: Pointer, name: string): Pointer {
  const link = bpf.attach(bpf.findProgram(object, name));
  if (link === null) throw loadError(name, "can't be attached", lastErrno());
  return link;
}

function loadError(what: string, happened: string, errno: number): CxrayError {
  return new CxrayError("load-failed", `${what} ${happened} (errno ${String(errno)})`, [
    "Run `cxray doctor` to see what is missing.",
    "Set CXRAY_DEBUG=1 to see libbpf's own messages.",
  ]);
}

interface Loaded {
  readonly libc: Libc;
  readonly bpf: Libbpf;
  readonly object: Pointer;
  readonly links: Pointer[];
  /** the attached programs */
  readonly probes: readonly string[];
  readonly view: KernelView;
}

function makeProgram({ libc, bpf, object, links, probes, view }: Loaded): KernelProgram {
  const cgroups = bpf.mapFd(bpf.findMap(object, "cgroups"));
  const containers = bpf.mapFd(bpf.findMap(object, "containers"));
  const ignored = bpf.mapFd(bpf.findMap(object, "ignored"));
  const counters = mapCounters(libc, bpf.mapFd(bpf.findMap(object, "counters")));
  const counts = new BigUint64Array(viewMemory(counters, COUNTERS.size));
  const countsFrom = (at: number, count: number): number[] =>
    Array.from(counts.subarray(at / 8, at / 8 + count), Number);

  const addRunning = (cgroupId: bigint, top: bigint): boolean => {
    const topKey = keyOf(top);
    if (cgroupId === top) {
      // findRunningTasks decides whether it has started
      const bytes = new Uint8Array(CONTAINER_VALUE.size);
      if (bpf.updateMap(containers, topKey, bytes, BPF_NOEXIST) !== 0) return false;
    }
    return bpf.updateMap(cgroups, keyOf(cgroupId), topKey, BPF_NOEXIST) === 0;
  };

  return {
    ringFd: bpf.mapFd(bpf.findMap(object, "events")),
    addRunning,
    ignore: (top) => {
      bpf.updateMap(ignored, keyOf(top), Uint8Array.of(1), BPF_ANY);
    },
    unignore: (top) => {
      bpf.deleteKey(ignored, keyOf(top));
    },
    findRunningTasks: () => {
      runIterator(bpf, object, RUNNING_TASKS);
    },
    ...openAccounts(bpf, bpf.mapFd(bpf.findMap(object, "accounts")), counts),
    readLosses: () => countsFrom(COUNTERS.lost, WIRE_LOSS.LOSS_END),
    hasStarts: noticeStarts(counts),
    ...view,
    readSkipped: () =>
      probes.reduce((sum, name) => sum + countSkipped(bpf, bpf.findProgram(object, name)), 0),
    detach: () => {
      for (const link of links.splice(0)) bpf.destroyLink(link);
    },
    tellUnsettled: () => {
      runIterator(bpf, object, UNSETTLED);
    },
    close: () => {
      libc.munmap(counters, libc.getpagesize());
      bpf.closeObject(object);
    },
  };
}

function noticeStarts(counts: BigUint64Array): () => boolean {
  let seen = 0n;
  return () => {
    const starts = Atomics.load(counts, COUNTERS.started / 8);
    const isMore = starts !== seen;
    seen = starts;
    return isMore;
  };
}

function mapCounters(libc: Libc, fd: number): Pointer {
  const memory = mapShared(libc, fd, 0, libc.getpagesize(), "read");
  if (memory === null) throw loadError("counters", "can't be mapped", lastErrno());
  return memory;
}

function keyOf(id: bigint): Uint8Array {
  return new Uint8Array(BigUint64Array.of(id).buffer);
}

function runIterator(bpf: Libbpf, object: Pointer, name: string): void {
  const link = bpf.attachIterator(bpf.findProgram(object, name), null);
  if (link === null) throw loadError(name, "can't be attached", lastErrno());
  const fd = bpf.createIterator(bpf.linkFd(link));
  if (fd >= 0) {
    const unused = Buffer.alloc(64);
    while (readSync(fd, unused) > 0); // each read continues the iteration; the program writes nothing
    closeSync(fd);
  }
  bpf.destroyLink(link);
  if (fd < 0) throw loadError(name, "can't be run", -fd);
}

function countSkipped(bpf: Libbpf, program: Pointer): number {
  const info = new Uint8Array(PROGRAM_INFO_SIZE);
  const length: [number] = [PROGRAM_INFO_SIZE];
  if (bpf.objectInfo(bpf.programFd(program), info, length) !== 0) return 0;
  if (length[0] < RECURSION_MISSES + 8) return 0;
  return Number(new DataView(info.buffer).getBigUint64(RECURSION_MISSES, true));
}
