/**
 * The independent witness: what strace -ff saw inside a container. Strings are
 * written as hexadecimal bytes (-xx), so that no name can confuse the parsing.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { textFromBytes } from "../../../src/model/text.js";

/** Arguments for strace inside the container; `folder` is where the traces go. */
export function straceCommand(folder: string): string[] {
  const calls = "execve,execveat,open,openat,openat2,creat,connect";
  return [
    "strace",
    "-ff",
    "-xx",
    "-s",
    "8192",
    "-o",
    join(folder, "trace"),
    "-e",
    `trace=${calls}`,
  ];
}

/** A call that succeeded, or a connection that is under way; `what` is a file or an address. */
export interface WitnessedCall {
  readonly kind: "exec" | "open" | "connect" | "connect-unix";
  /** null: the name's page was not in memory yet when strace looked at it */
  readonly what: string | null;
}

export function readTraces(folder: string): WitnessedCall[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith("trace."))
    .flatMap((name) => readFileSync(join(folder, name), "latin1").split("\n"))
    .flatMap(parseLine);
}

function parseLine(line: string): WitnessedCall[] {
  const match = /^(?<call>\w+)\((?<args>.*)\)\s+= (?<ret>-?\d+)(?: (?<errno>E\w+))?/su.exec(line);
  const { call = "", args = "", ret = "", errno = "" } = match?.groups ?? {};
  if (ret === "" || (Number(ret) < 0 && !(call === "connect" && errno === "EINPROGRESS")))
    return [];
  switch (call) {
    case "execve":
    case "execveat":
      return [{ kind: "exec", what: firstString(args) }];
    case "open":
    case "openat":
    case "openat2":
    case "creat":
      return [{ kind: "open", what: firstString(args) }];
    case "connect":
      return parseConnect(args);
    default:
      return [];
  }
}

function firstString(args: string): string | null {
  const hex = /"(?<hex>(?:\\x[0-9a-f]{2})*)"/u.exec(args)?.groups?.["hex"];
  return hex === undefined ? null : unhex(hex);
}

function unhex(escaped: string): string {
  return textFromBytes(Buffer.from(escaped.replaceAll("\\x", ""), "hex"));
}

function parseConnect(args: string): WitnessedCall[] {
  const port = /sin6?_port=htons\((?<port>\d+)\)/u.exec(args)?.groups?.["port"];
  const address = /(?:inet_addr\(|inet_pton\(AF_INET6, )"(?<hex>[^"]*)"/u.exec(args)?.groups?.[
    "hex"
  ];
  if (port !== undefined && address !== undefined) {
    return [{ kind: "connect", what: `${unhex(address)} ${port}` }];
  }
  const path = /sun_path=(?<abstract>@?)"(?<hex>[^"]*)"/u.exec(args)?.groups;
  if (path === undefined) return [];
  return [{ kind: "connect-unix", what: `${path["abstract"] ?? ""}${unhex(path["hex"] ?? "")}` }];
}
