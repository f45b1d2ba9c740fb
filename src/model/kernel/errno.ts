/** Names of error numbers. */
import { constants } from "node:os";

/** Errnos of open, execve and connect that Node's list lacks (uapi/asm-generic/errno.h). */
const OTHERS = {
  ELIBACC: 79,
  ELIBBAD: 80,
  EUCLEAN: 117,
  EREMOTEIO: 121,
  ENOMEDIUM: 123,
  EMEDIUMTYPE: 124,
  ENOKEY: 126,
  EKEYEXPIRED: 127,
  EKEYREVOKED: 128,
  EKEYREJECTED: 129,
  ERFKILL: 132,
  EHWPOISON: 133,
};

/** Second names of a number; manual pages use the other name. */
const ALIASES = new Set(["EWOULDBLOCK", "ENOTSUP", "EDEADLOCK"]);

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries({ ...OTHERS, ...constants.errno })
    .filter(([name]) => !ALIASES.has(name))
    .map(([name, number]) => [number, name]),
);

/** The name of an errno, `ENOENT` for -2 or 2; `errno NUMBER` if there is none. */
export function errnoName(ret: number): string {
  const number = Math.abs(ret);
  return NAMES.get(number) ?? `errno ${number}`;
}
