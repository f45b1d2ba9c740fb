/** Log fields for programs. */
import type { Exec } from "../../model/events/events.js";
import { signalName } from "../../model/kernel/signals.js";
import type { LogRows } from "./log-row.js";
import { resultFields } from "./result-fields.js";

export const PROGRAM_ROWS: LogRows<"exec" | "exec-failed" | "signal" | "unseen"> = {
  exec: {
    names: ["execve", "running"],
    // `running`: it was started before the recording; `execve` would claim an execution that cxray
    // saw
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

/** As in cxray 1, the `comm` of an execution is the executed file. */
function execFields(exec: Exec): Record<string, string> {
  const { argv, asked, beforeRecording, path, storage, script, elevated } = exec;
  // the usual case has no fields: the program is in the image and gives no privileges
  const more = {
    ...(storage === "image" ? {} : { storage }),
    ...(script === undefined || script === "image" ? {} : { script }),
    ...(elevated === true ? { elevated: "true" } : {}),
  };
  if (beforeRecording) return { exe: path, ...more };
  return { argv: argv.slice(1).join(" "), comm: asked, exe: path, ret: "0", ...more };
}
