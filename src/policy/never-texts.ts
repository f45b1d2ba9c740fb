/** How the text of a `never` row is parsed, for each kind of row. */
import { capabilityName, CAPABILITY_COUNT } from "../model/kernel/capabilities.js";
import { isSyscallName, syscallsOf } from "../model/kernel/syscalls.js";
import { addressTest } from "./addresses.js";
import { nameTest, type Name } from "./globs-meet.js";
import type { NeverKind } from "./policy.js";

export type NameTest = (name: Name) => boolean;

interface NeverText {
  /** what the text must be: the end of `never.ports must be …` */
  readonly mustBe: string;
  /** null if the text is not valid */
  readonly test: (text: string) => NameTest | null;
  /** all valid words, if there are few, to suggest the one that was meant */
  readonly words?: () => readonly string[];
}

const PORTS = /^(?<from>\d{1,5})(?:-(?<to>\d{1,5}))?$/u;
const LAST_PORT = 65_535;

/** `22`, `8000-8100`; null if these are no ports */
function portTest(text: string): NameTest | null {
  const { from, to = from } = PORTS.exec(text)?.groups ?? {};
  if (from === undefined) return null;
  const [first, last] = [Number(from), Number(to)];
  if (first < 1 || first > last || last > LAST_PORT) return null;
  return ({ text: port }) => Number(port) >= first && Number(port) <= last;
}

/** A path, or a name without `/`, which matches programs in all directories. */
function programTest(text: string): NameTest {
  const whole = nameTest(text);
  if (text.includes("/")) return whole;
  const inFolder = nameTest(`*/${text}`);
  return (name) => whole(name) || inFolder(name);
}

/** An address, a network, a host's name, or the path of a unix socket. */
function destinationTest(text: string): NameTest | null {
  const isAddress = addressTest(text);
  if (isAddress !== null) return (name) => isAddress(name.text);
  if (/^[/@*]/u.test(text) && /[/@]/u.test(text)) return nameTest(text);
  if (/[/:]|^[\d.]+$/u.test(text)) return null;
  return nameTest(text.toLowerCase().replace(/\.$/u, ""));
}

/** `22`, or a glob that matches listeners as they are shown: `tcp 0.0.0.0:22`, `unix /run/app.sock` */
function listenerTest(text: string): NameTest {
  return /^\d+$/u.test(text) ? nameTest(`*:${text}`) : nameTest(text);
}

function sameText(text: string): NameTest {
  return (name) => name.text === text;
}

const CAPABILITIES = Array.from({ length: CAPABILITY_COUNT }, (_, bit) => capabilityName(bit));

export const NEVER_TEXTS: Readonly<Record<NeverKind, NeverText>> = {
  programs: { mustBe: "the name or the path of a program", test: programTest },
  paths: { mustBe: "a path", test: (text) => (/^[/*]/u.test(text) ? nameTest(text) : null) },
  destinations: {
    mustBe: "an address, a network such as 10.0.0.0/8, a name, or the path of a socket",
    test: destinationTest,
  },
  ports: { mustBe: "a port from 1 to 65535, or a range such as 8000-8100", test: portTest },
  listeners: { mustBe: "a port, or a glob such as tcp *:22", test: listenerTest },
  capabilities: {
    mustBe: "the name of a capability, such as CAP_SYS_ADMIN",
    test: (text) => (CAPABILITIES.includes(text) ? sameText(text) : null),
    words: () => CAPABILITIES,
  },
  syscalls: {
    mustBe: "the name of a system call, such as ptrace",
    test: (text) => (isSyscallName(text) ? sameText(text) : null),
    words: () => [...syscallsOf("x86_64").values()],
  },
};
