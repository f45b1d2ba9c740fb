/** Rules about calls by which a process reaches beyond itself. */
import type { Rule } from "../rule.js";

/**
 * No arguments in the evidence: those of some calls are memory contents, which may hold secrets.
 */
const CALLED = { excuse: "set-up", fields: { call: "evt.type" } } as const;

/**
 * Reported even if they fail, because no program tries these by accident. For delete_module Falco
 * has no result.
 */
export const ATTEMPTS = ["init_module", "finit_module", "delete_module"];
const WITHOUT_RESULT = ["kexec_load", "kexec_file_load"];

/**
 * Calls that ordinary programs do not make: for keys, memory of other processes, host name, clock
 * and swap.
 */
const RARE = [
  ...["add_key", "request_key", "keyctl", "userfaultfd", "perf_event_open", "personality"],
  ...["sethostname", "setdomainname", "settimeofday", "clock_settime", "adjtimex", "clock_adjtime"],
  ...["acct", "swapon", "swapoff", "reboot", "syslog", "quotactl", "iopl", "ioperm", "vhangup"],
  ...["kcmp", "process_madvise", "move_pages", "migrate_pages", "lookup_dcookie"],
  "fanotify_init",
];

export const PRIVILEGE_RULES: readonly Rule[] = [
  {
    ...CALLED,
    name: "Unexpected change of identity",
    description:
      "A program changed its user, group or capabilities, and was not seen to in this image.",
    events: ["setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "capset"],
    result: "evt.failed=false",
    allowed: "cxray_identity_calls",
    calls: "user, group or capabilities changed",
    sentence: "Unexpected change of user, group or capabilities in container",
    priority: "WARNING",
    tags: ["process", "mitre_privilege_escalation", "T1548"],
  },
  {
    ...CALLED,
    name: "Unexpected reach into another process",
    description:
      "A program traced another process, accessed its memory or took a descriptor of it, and was not seen to in this image.",
    events: ["ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd"],
    result: "evt.failed=false",
    allowed: "cxray_process_calls",
    calls: "other processes reached",
    sentence: "Unexpected reach into another process in container",
    priority: "WARNING",
    tags: ["process", "mitre_privilege_escalation", "T1055.008"],
  },
  {
    ...CALLED,
    name: "Unexpected change of the kernel",
    description:
      "A program used BPF, or tried to load or remove a module or to load a kernel, and was not seen to in this image.",
    events: ["bpf", ...ATTEMPTS, ...WITHOUT_RESULT],
    result: "(evt.type!=bpf or evt.failed=false)",
    allowed: "cxray_kernel_calls",
    calls: "the kernel changed",
    sentence: "Unexpected change of the kernel from container",
    priority: "CRITICAL",
    tags: ["process", "mitre_persistence", "T1547.006"],
  },
  {
    ...CALLED,
    name: "Unexpected namespace",
    description:
      "A program entered or made namespaces, or changed its root, and was not seen to in this image.",
    events: ["setns", "unshare", "chroot"],
    result: "evt.failed=false",
    allowed: "cxray_namespace_calls",
    calls: "namespaces entered or made",
    sentence: "Unexpected namespace entered or made in container",
    priority: "WARNING",
    tags: ["process", "mitre_privilege_escalation", "T1611"],
  },
  {
    ...CALLED,
    name: "Unexpected namespace for a new process",
    description:
      "A program made a process in namespaces of its own, and was not seen to in this image.",
    events: ["clone", "clone3"],
    // every new thread is such an event, so the flags are tested before the image
    result: "evt.arg.flags contains CLONE_NEW and evt.failed=false",
    allowed: "cxray_clone_calls",
    calls: "processes made in namespaces of their own",
    sentence: "Unexpected namespace for a new process in container",
    priority: "WARNING",
    tags: ["process", "mitre_privilege_escalation", "T1611"],
  },
  {
    ...CALLED,
    name: "Unexpected io_uring",
    description:
      "A program set up io_uring, and was not seen to in this image. What it does through it, no rule sees.",
    events: ["io_uring_setup"],
    result: "evt.failed=false",
    allowed: "cxray_ring_calls",
    calls: "io_uring set up",
    sentence: "Unexpected use of io_uring in container",
    priority: "WARNING",
    tags: ["process", "mitre_defense_evasion", "T1562"],
  },
  {
    ...CALLED,
    name: "Unexpected rare system call",
    description:
      "A program made or tried a system call that few programs need, on keys, the memory of others, or the machine's name, clock or swap, and was not seen to in this image.",
    events: RARE,
    allowed: "cxray_rare_calls",
    calls: "rare system calls",
    sentence: "Unexpected rare system call in container",
    priority: "WARNING",
    tags: ["process", "mitre_privilege_escalation", "T1068"],
  },
  {
    ...CALLED,
    name: "Unexpected signal",
    description:
      "A program sent a signal to a process, or asked by signal 0 whether it is there, and was not seen to do either in this image. Signals to single threads are not looked at: some runtimes send them by chance.",
    events: ["kill"],
    result: "evt.failed=false",
    allowed: "cxray_signal_calls",
    calls: "signals sent",
    sentence: "Unexpected signal sent in container",
    fields: { call: "evt.type", signal: "evt.arg.sig", target: "evt.arg.pid" },
    priority: "NOTICE",
    tags: ["process", "mitre_impact", "T1489"],
  },
];
