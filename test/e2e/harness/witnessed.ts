/** What strace saw, in the words in which it is compared with what cxray recorded. */
import { witnessedChange } from "./witnessed-changes.js";
import { ANY } from "./words.js";
import { addressOf, fileOf, isDevice, numberOf, stringOf, type StraceCall } from "./strace.js";

/** Calls in words; `ANY` stands for what strace could not read. */
export interface Seen {
  /** each call has an event of its own */
  readonly each: readonly string[];
  /** the first of its kind has an event */
  readonly once: ReadonlySet<string>;
}

export function witness(calls: readonly StraceCall[]): Seen {
  const each = calls.flatMap((call) => [
    ...execOrOpen(call),
    ...witnessedChange(call),
    ...socketCall(call),
  ]);
  const once = new Set(
    calls.flatMap((call) => [
      `syscall ${call.call}`,
      ...written(call),
      ...sent(call),
      ...withArguments(call),
      ...privilege(call),
    ]),
  );
  return { each, once };
}

export function result({ errno }: Pick<StraceCall, "errno">): string {
  return errno === "" ? "done" : errno;
}

function execOrOpen({ call, args, errno }: StraceCall): string[] {
  const word = { execve: "exec", execveat: "exec", open: "open", creat: "open" }[call];
  const kind = word ?? (["openat", "openat2"].includes(call) ? "open" : undefined);
  if (kind === undefined) return [];
  const at = ["execve", "open", "creat"].includes(call) ? 0 : 1;
  const name = stringOf(args[at]);
  // The name's page was not in memory yet when strace looked at it.
  if (name === null) return errno === "EFAULT" ? [] : [`${kind} ${result({ errno })} ${ANY}`];
  return [`${kind} ${result({ errno })} ${JSON.stringify(name)}`];
}

const NETWORK = /^(?<protocol>[A-Za-z0-9-]+):\[(?<ends>.*)\]$/su;

/** Of a socket descriptor: its protocol, and its two ends as strace shows them. */
function socketOf(arg: string | undefined): { protocol: string; ends: string } | null {
  const { protocol = "", ends = "" } = NETWORK.exec(fileOf(arg) ?? "")?.groups ?? {};
  return protocol === "" || protocol === "pipe" ? null : { protocol, ends };
}

function socketCall(seen: StraceCall): string[] {
  const { call, args, errno } = seen;
  const done = result(seen);
  switch (call) {
    case "connect": {
      const address = addressOf(args[1]);
      if (address === null) return [];
      if (address.family === "unix") return [`connect-unix ${done} ${address.address}`];
      // What becomes of a connection after its call has returned is not in the trace.
      const became = done === "EINPROGRESS" ? ANY : done;
      return [`connect ${became} ${address.address} ${String(address.port)}`];
    }
    case "bind":
      return bound(seen);
    case "listen":
      return errno === "" ? listened(args[0]) : [];
    case "socket":
      return unusualSocket(seen);
    default:
      return [];
  }
}

/** TCP and unix streams are told of when they listen. */
function bound(seen: StraceCall): string[] {
  const { protocol } = socketOf(seen.args[0]) ?? {};
  const address = addressOf(seen.args[1]);
  if (address === null) return [];
  if (address.family === "unix") {
    const isDatagram = protocol === "UNIX-DGRAM" || protocol === "UNIX";
    return isDatagram && seen.errno === "" ? [`listen-unix ${address.address}`] : [];
  }
  if (protocol === undefined || protocol.startsWith("TCP")) return [];
  return [`bind ${result(seen)} ${address.address} ${String(address.port)}`];
}

function listened(arg: string | undefined): string[] {
  const { protocol, ends } = socketOf(arg) ?? { protocol: "", ends: "" };
  if (protocol.startsWith("UNIX")) {
    const name = /(?<name>@?"[^"]*")/u.exec(ends)?.groups?.["name"] ?? "";
    const abstract = name.startsWith("@") ? "@" : "";
    return [`listen-unix ${abstract}${stringOf(name) ?? ""}`];
  }
  const { address, port } = splitEnd(ends);
  return port === "" ? [] : [`listen ${address} ${port}`];
}

/** `1.2.3.4:80` or `[::1]:80`. */
function splitEnd(end: string): { address: string; port: string } {
  const { address = "", port = "" } =
    /^\[?(?<address>.*?)\]?:(?<port>\d+)$/su.exec(end)?.groups ?? {};
  return { address, port };
}

const SOCK_TYPE = 0xf;
const SOCK_RAW = 3;

function unusualSocket(seen: StraceCall): string[] {
  const [family = 0, flags = 0, protocol = 0] = seen.args.map(numberOf);
  const type = flags & SOCK_TYPE;
  const isUsual = [1, 2, 10].includes(family) && type < SOCK_RAW;
  return isUsual ? [] : [`socket ${result(seen)} ${[family, type, protocol].join(" ")}`];
}

const WRITES = new Set(["write", "pwrite64", "writev", "pwritev", "pwritev2", "ftruncate"]);
/** The place of the descriptor that is written to. */
const COPIES: Readonly<Record<string, number>> = { sendfile: 0, copy_file_range: 2, splice: 2 };

/** Files that hold something new are told of when they are closed. */
function written({ call, args, ret, errno }: StraceCall): string[] {
  const at = WRITES.has(call) ? 0 : COPIES[call];
  if (at === undefined || errno !== "" || (ret === 0 && call !== "ftruncate")) return [];
  const file = fileOf(args[at]);
  return file?.startsWith("/") === true && !isDevice(args[at]) ? [`written ${file}`] : [];
}

function sent(seen: StraceCall): string[] {
  const { call, args } = seen;
  const socket = socketOf(args[0]);
  if (socket === null || !/^(?:UDP|RAW|UNIX|ICMP|PING)/u.test(socket.protocol)) return [];
  if (!["sendto", "sendmsg", "sendmmsg", "write", "writev"].includes(call)) return [];
  const named = addressOf(call === "sendto" ? args[4] : args[1]);
  if (named?.family === "unix") return [`connect-unix ${result(seen)} ${named.address}`];
  if (named !== null) return [`send ${result(seen)} ${named.address} ${String(named.port)}`];
  const { address, port } = splitEnd(socket.ends.split("->")[1] ?? "");
  // strace remembers what it learnt of a socket before it was connected
  const to = port === "" ? ANY : `${address} ${port}`;
  return isInternet(socket.protocol) ? [`send ${result(seen)} ${to}`] : [];
}

function isInternet(protocol: string): boolean {
  return !protocol.startsWith("UNIX");
}

const CSIGNAL = 0xff;

function withArguments({ call, args }: StraceCall): string[] {
  const key = (...values: number[]): string[] => [`argument ${call} ${values.join(" ")}`];
  const flags = (text: string | undefined): number =>
    numberOf(/flags=(?<flags>[^,}]+)/u.exec(text ?? "")?.groups?.["flags"]);
  switch (call) {
    case "socket":
      return key(numberOf(args[0]), numberOf(args[1]) & SOCK_TYPE, numberOf(args[2]));
    case "clone":
      return key(Number(BigInt(flags(args.join(","))) & ~BigInt(CSIGNAL)));
    case "clone3":
      return key(flags(args[0]));
    case "unshare":
    case "personality":
      return key(numberOf(args[0]));
    case "prctl":
      return key(numberOf(args[0]));
    case "ioctl":
    case "setns":
      return key(numberOf(args[1]));
    default:
      return [];
  }
}

const IDS = new Set([
  ...["setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid"],
  ...["setfsuid", "setfsgid"],
]);

function privilege(seen: StraceCall): string[] {
  const { call, args } = seen;
  if (IDS.has(call)) {
    const ids = args.map((arg) => (arg === "-1" ? -1 : numberOf(arg)));
    return [`privilege ${call} ${result(seen)} ${ids.join(" ")}`];
  }
  const others = ["setgroups", "capset", "bpf", "init_module", "finit_module", "delete_module"];
  return others.includes(call) ? [`privilege ${call} ${result(seen)}`] : [];
}
