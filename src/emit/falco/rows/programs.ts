/** Rules about executed programs. The order matters: Falco reports the first rule that matches. */
import type { Rule } from "../rule.js";
import { RUNTIME_PARENTS } from "../runtime.js";

/** Falco reports a successful execveat as execve. */
const EXECUTED = {
  events: ["execve", "execveat"],
  result: "evt.rawres=0",
  excuse: "start",
} as const;

export const PROGRAM_RULES: readonly Rule[] = [
  {
    ...EXECUTED,
    name: "Drift",
    description:
      "A program was executed that is not part of the image: it was written after the container started, or exists in memory only.",
    tests: ["(proc.is_exe_upper_layer=true or proc.is_exe_from_memfd=true)"],
    allowed: "cxray_changed_programs",
    sentence: "Program that is not in the image executed in container",
    fields: { in_memory: "proc.is_exe_from_memfd" },
    priority: "CRITICAL",
    tags: ["process", "mitre_command_and_control", "T1105"],
  },
  {
    ...EXECUTED,
    name: "Program from outside of the image",
    description:
      "A program was executed that lies in no layer of the image: on a volume, a tmpfs or another mount.",
    tests: [
      "proc.is_exe_upper_layer=false",
      "proc.is_exe_lower_layer=false",
      "proc.is_exe_from_memfd=false",
    ],
    allowed: "cxray_mounted_programs",
    sentence: "Program from outside of the image executed in container",
    fields: {},
    priority: "ERROR",
    tags: ["process", "mitre_execution", "T1204.002"],
    isOff: true,
  },
  {
    ...EXECUTED,
    name: "Unexpected program",
    description: "A program was executed that was not seen to run in this image.",
    allowed: "cxray_programs",
    sentence: "Unexpected program executed in container",
    fields: {},
    priority: "WARNING",
    tags: ["process", "mitre_execution", "T1059"],
  },
  {
    ...EXECUTED,
    name: "Program started from outside",
    description:
      "A program was started in a running container by its engine: a person's exec session, or a health check that executes one.",
    tests: ["proc.vpid>1", `proc.pexepath in (${RUNTIME_PARENTS})`],
    allowed: "cxray_started_from_outside",
    sentence: "Program started in running container by its engine",
    fields: {},
    priority: "NOTICE",
    tags: ["process", "mitre_execution", "T1609"],
    isOff: true,
  },
];
