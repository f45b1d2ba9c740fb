/**
 * Health checks. An engine runs an image's check as it runs `docker exec`: in a session of its own.
 * What tells the two apart is the command that such a session begins with.
 */
import type { Exec } from "../../model/events/events.js";

/** As Docker's API and Podman's tell it, of the image or of the container's own options. */
export interface HealthCheckAnswer {
  readonly Healthcheck?: { readonly Test?: readonly string[] | null } | null;
  /** what runs a command that is a text, where the image chose it */
  readonly Shell?: readonly string[] | null;
}

const DEFAULT_SHELL = ["/bin/sh", "-c"];

/** The argument vector that the engine executes; null: there is no check. */
export function healthCheckOf({ Healthcheck, Shell }: HealthCheckAnswer): readonly string[] | null {
  const [form, ...words] = Healthcheck?.Test ?? [];
  if (words.length === 0) return null;
  switch (form) {
    case "CMD":
      return words;
    case "CMD-SHELL":
      return [
        ...(Shell === undefined || Shell === null || Shell.length === 0 ? DEFAULT_SHELL : Shell),
        ...words,
      ];
    default:
      return null; // NONE
  }
}

/** Whether a session that begins with this execution is the check's. */
export function beginsHealthCheck(
  check: readonly string[] | null | undefined,
  exec: Exec,
): boolean {
  if (check === null || check === undefined) return false;
  // The kernel puts the interpreter, and what the first line of a script gives it, before its name.
  const before = exec.script === undefined ? 0 : exec.argv.length - check.length;
  const argv = exec.argv.slice(Math.max(0, before));
  if (exec.argvTruncated === true) return isBeginning(argv, check);
  if (argv.length !== check.length) return false;
  return argv.every((word, index) => word === check[index] || (index === 0 && names(word, check)));
}

/** A script has its path for a name, of which the check may hold the end. */
function names(word: string, [program = ""]: readonly string[]): boolean {
  return word.endsWith(`/${program}`);
}

/** The last argument that was kept may be the beginning of one. */
function isBeginning(argv: readonly string[], check: readonly string[]): boolean {
  if (argv.length === 0) return false; // nothing could be read
  const last = argv.length - 1;
  return argv.every((word, index) => {
    const whole = check[index];
    return whole !== undefined && (word === whole || (index === last && whole.startsWith(word)));
  });
}
