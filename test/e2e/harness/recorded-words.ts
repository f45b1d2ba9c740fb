/** What cxray recorded, in the words in which it is compared with what strace saw. */
import { errnoName } from "../../../src/model/kernel/errno.js";
import type { Change, ChangedPath, Event } from "../../../src/model/events/events.js";
import { syscallName } from "../../../src/model/kernel/syscalls.js";
import { nameWord } from "./words.js";

function done(ret: number): string {
  return ret < 0 ? errnoName(ret) : "done";
}

/** One event in words; an empty list where strace has no word for it. */
export function recordedWords({ behaviour: did }: Event): string[] {
  switch (did.kind) {
    case "exec":
      return [`exec done ${JSON.stringify(did.asked)}`];
    case "exec-failed":
      return [`exec ${done(did.ret)} ${JSON.stringify(did.asked)}`];
    case "open":
      return [`open ${done(did.ret)} ${JSON.stringify(did.asked)}`];
    case "change":
      return [changeWords(did)];
    case "written":
      return [`written ${String(did.path)}`];
    case "connect":
      return [`connect ${done(did.ret)} ${did.remote.address} ${String(did.remote.port)}`];
    case "send":
      return [`send ${done(did.ret)} ${did.remote.address} ${String(did.remote.port)}`];
    case "connect-unix":
      return [`connect-unix ${done(did.ret)} ${did.address}`];
    case "listen":
      return [`listen ${did.local.address} ${String(did.local.port)}`];
    case "listen-unix":
      return [`listen-unix ${did.address}`];
    case "bind": {
      const port = did.ephemeral === true ? 0 : did.local.port;
      return [`bind ${done(did.ret)} ${did.local.address} ${String(port)}`];
    }
    case "socket":
      return [`socket ${done(did.ret)} ${[did.family, did.type, did.protocol].join(" ")}`];
    case "syscall":
      return [`syscall ${syscallName(did.abi, did.nr)}`];
    case "argument":
      return [`argument ${syscallName(did.abi, did.nr)} ${argumentWords(did)}`];
    case "privilege":
      return privilegeWords(syscallName(did.abi, did.nr), did.values, done(did.ret));
    default:
      return [];
  }
}

function argumentWords({
  values,
  nr,
  abi,
}: {
  values: readonly number[];
  nr: number;
  abi: "x86_64" | "x86" | "x32" | "arm64" | "arm";
}): string {
  return values.slice(0, syscallName(abi, nr) === "socket" ? 3 : 1).join(" ");
}

const COUNT_OF_IDS: Readonly<Record<string, number>> = {
  ...{ setuid: 1, setgid: 1, setfsuid: 1, setfsgid: 1 },
  ...{ setreuid: 2, setregid: 2, setresuid: 3, setresgid: 3 },
};

function privilegeWords(call: string, values: readonly number[], result: string): string[] {
  const count = COUNT_OF_IDS[call];
  if (count === undefined) return [`privilege ${call} ${result}`];
  return [`privilege ${call} ${result} ${values.slice(0, count).join(" ")}`];
}

function changeWords(change: Change): string {
  const { operation, from, to, ret } = change;
  const names = [from, ...(to === undefined ? [] : [to])].map(pathWord);
  return [operation, done(ret), ...names, ...moreWords(change)].join(" ");
}

function pathWord({ asked, name, path }: ChangedPath): string {
  return asked === "" ? nameWord("", path) : nameWord(asked, name);
}

function moreWords({ operation, mode, uid, gid, text }: Change): string[] {
  switch (operation) {
    case "mkdir":
    case "mknod":
    case "chmod":
      return [((mode ?? 0) & 0o7777).toString(8)];
    case "chown":
      return [String(uid ?? "same"), String(gid ?? "same")];
    case "symlink":
    case "setxattr":
    case "removexattr":
      return [JSON.stringify(text ?? "")];
    default:
      return [];
  }
}
