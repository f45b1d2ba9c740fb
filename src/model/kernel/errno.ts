/** Names of error numbers. */
import { constants } from "node:os";

/** What Node's list lacks and an open, an execve or a connect can answer (uapi/asm-generic/errno.h). */
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

/** Second names of one number: the first is the one manual pages use. */
const ALIASES = new Set(["EWOULDBLOCK", "ENOTSUP", "EDEADLOCK"]);

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries({ ...OTHERS, ...constants.errno })
    .filter(([name]) => !ALIASES.has(name))
    .map(([name, number]) => [number, name]),
);

/** An errno's name, such as `ENOENT` for -2 or 2; `errno NUMBER` where there is none. */
export function errnoName(ret: number): string {
  const number = Math.abs(ret);
  return NAMES.get(number) ?? `errno ${number}`;
}
