/** What the log says of programs. */
import type { Exec } from "../../model/events/events.js";
import { signalName } from "../../model/kernel/signals.js";
import type { LogRows } from "./log-row.js";
import { resultFields } from "./result-fields.js";

export const PROGRAM_ROWS: LogRows<"exec" | "exec-failed" | "signal" | "unseen"> = {
  exec: {
    names: ["execve", "running"],
    // it was not executed while cxray watched: a line `execve` would say so
    nameOf: ({ beforeRecording }) => (beforeRecording ? "running" : "execve"),
    fieldsOf: (exec, { actor }) => ({ ...execFields(exec), user: actor.user }),
  },
  "exec-failed": {
    names: ["execve"],
    fieldsOf: ({ asked, ret }, { actor }) => {
      return { argv: "", comm: asked, ret: String(ret), user: actor.user };
    },
  },
  signal: {
    names: ["signal"],
    fieldsOf: ({ signal, target, executable, ret }) => ({
      signal: signalName(signal),
      ...(target === null ? {} : { target_process: target }),
      ...(executable === null ? {} : { target_exe: executable }),
      ...resultFields(ret),
    }),
  },
  unseen: { names: ["unseen"], fieldsOf: ({ what }) => ({ what }) },
};

/** The `comm` of an execution is the file that was executed, as cxray 1 has it. */
function execFields(exec: Exec): Record<string, string> {
  const { argv, asked, beforeRecording, path, storage, script, elevated } = exec;
  // what is in the image, and gives no rights, goes without saying
  const more = {
    ...(storage === "image" ? {} : { storage }),
    ...(script === undefined || script === "image" ? {} : { script }),
    ...(elevated === true ? { elevated: "true" } : {}),
  };
  if (beforeRecording) return { exe: path, ...more };
  return { argv: argv.slice(1).join(" "), comm: asked, exe: path, ret: "0", ...more };
}
