// How long the kernel ran each eBPF program of a process, from its own statistics.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import koffi from "koffi";

const SWITCH = "/proc/sys/kernel/bpf_stats_enabled";

/** Counting costs a little: never while anything else is measured. Gives what turns it off again. */
export function enableStatistics() {
  const before = readFileSync(SWITCH, "latin1");
  writeFileSync(SWITCH, "1");
  return () => writeFileSync(SWITCH, before);
}

const libbpf = koffi.load("libbpf.so.1");
const openProgram = libbpf.func("int bpf_prog_get_fd_by_id(uint32_t id)");
const programInfo = libbpf.func(
  "int bpf_obj_get_info_by_fd(int fd, void *info, _Inout_ uint32_t *length)",
);
const close = koffi.load("libc.so.6").func("int close(int fd)");
/** struct bpf_prog_info in include/uapi/linux/bpf.h */
const INFO_SIZE = 232;
const NAME = { from: 64, to: 80 };

function nameOf(id) {
  const fd = openProgram(id);
  if (fd < 0) return `program ${id}`;
  const info = Buffer.alloc(INFO_SIZE);
  programInfo(fd, info, [INFO_SIZE]);
  close(fd);
  return info.toString("latin1", NAME.from, NAME.to).replace(/\0.*$/su, "");
}

/** The programs that a process holds and that ran: how often, and for how long in all. */
export function readProgramTimes(pid) {
  const folder = `/proc/${pid}/fdinfo`;
  const programs = new Map();
  for (const fd of readdirSync(folder)) {
    const text = readFileSync(`${folder}/${fd}`, "latin1");
    const field = (name) => Number(new RegExp(`^${name}:\\s*(\\d+)`, "mu").exec(text)?.[1] ?? 0);
    if (field("run_cnt") === 0) continue;
    programs.set(field("prog_id"), { runs: field("run_cnt"), nanoseconds: field("run_time_ns") });
  }
  return [...programs].map(([id, times]) => ({ name: nameOf(id), ...times }));
}
