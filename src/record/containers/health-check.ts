/**
 * Recognises health checks. An engine runs an image's health check as it runs `docker exec`: in a
 * session of its own. Only the command that the session begins with tells the two apart.
 */
import type { Exec } from "../../model/events/events.js";

/** The health check in an answer of Docker's or Podman's API: from the image or from options. */
export interface HealthCheckAnswer {
  readonly Healthcheck?: { readonly Test?: readonly string[] | null } | null;
  /** the shell that runs a CMD-SHELL check, if the image sets one */
  readonly Shell?: readonly string[] | null;
}

const DEFAULT_SHELL = ["/bin/sh", "-c"];

/** The argument vector that the engine executes; null if there is no check. */
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

/** Whether a session that begins with this exec is the health check. */
export function beginsHealthCheck(
  check: readonly string[] | null | undefined,
  exec: Exec,
): boolean {
  if (check === null || check === undefined) return false;
  // For a script, the kernel puts the interpreter and the arguments of the first line in front.
  const before = exec.script === undefined ? 0 : exec.argv.length - check.length;
  const argv = exec.argv.slice(Math.max(0, before));
  if (exec.argvTruncated === true) return isBeginning(argv, check);
  if (argv.length !== check.length) return false;
  return argv.every(
    (word, index) => word === check[index] || (index === 0 && isPathOf(word, check)),
  );
}

/** A script's argv[0] is its whole path, while the check may hold only the name. */
function isPathOf(word: string, [program = ""]: readonly string[]): boolean {
  return word.endsWith(`/${program}`);
}

/** Whether `argv`, whose end was cut off, is the beginning of the check's. */
function isBeginning(argv: readonly string[], check: readonly string[]): boolean {
  if (argv.length === 0) return false; // no argument could be read
  const last = argv.length - 1;
  return argv.every((word, index) => {
    const whole = check[index];
    return whole !== undefined && (word === whole || (index === last && whole.startsWith(word)));
  });
}
