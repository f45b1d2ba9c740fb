/**
 * The independent witness: what strace saw inside a container, call by call. Strings are written
 * as hexadecimal bytes (-xx), so that no name can confuse the parsing, constants as numbers
 * (-X raw), and descriptors with what they stand for (-yy).
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { textFromBytes } from "../../../src/model/text.js";

/** Arguments for strace inside the container; `folder` is where the traces go. */
export function straceCommand(folder: string): string[] {
  const forms = ["-ff", "-yy", "-xx", "-X", "raw", "-s", "8192"];
  return ["strace", ...forms, "-o", join(folder, "trace")];
}

/** One call that returned. */
export interface StraceCall {
  readonly call: string;
  readonly args: readonly string[];
  /** what it returned; -1 with an errno */
  readonly ret: number;
  /** the errno's name; empty when it succeeded */
  readonly errno: string;
}

/** Every call of every task, in no order that could be relied on between tasks. */
export function readTraces(folder: string): StraceCall[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith("trace."))
    .flatMap((name) => readFileSync(join(folder, name), "latin1").split("\n"))
    .flatMap(parseLine);
}

const LINE = /^(?<call>\w+)\((?<args>.*)\)\s+= (?<ret>-?\d+|0x[0-9a-f]+)(?<rest>[ <].*)?$/su;

/** Lines that tell of signals and ends, and calls that never returned, are none. */
export function parseLine(line: string): StraceCall[] {
  const { call, args = "", ret = "", rest = "" } = LINE.exec(line)?.groups ?? {};
  if (call === undefined) return [];
  const errno = Number(ret) === -1 ? (/^ (?<name>E\w+)/u.exec(rest)?.groups?.["name"] ?? "") : "";
  return [{ call, args: splitArguments(args), ret: Number(ret), errno }];
}

/** What stands between the commas outside of brackets and quotes. */
function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    if (character === '"') quoted = !quoted; // inside of it there are only \x escapes
    if (quoted) continue;
    if ("([{".includes(character)) depth++;
    if (")]}".includes(character)) depth--;
    if (character !== "," || depth > 0) continue;
    parts.push(text.slice(start, at));
    start = at + 1;
  }
  return [...parts, text.slice(start)].map((part) => part.trim());
}

/** A string argument; null where it is none, or could not be read. */
export function stringOf(arg: string | undefined): string | null {
  const hex = /^@?"(?<hex>(?:\\x[0-9a-f]{2})*)"/u.exec(arg ?? "")?.groups?.["hex"];
  return hex === undefined ? null : textFromBytes(bytesOf(hex));
}

function bytesOf(escaped: string): Buffer {
  return Buffer.from(escaped.replaceAll("\\x", ""), "hex");
}

/** A number, or flags with | between them; octal begins with 0. */
export function numberOf(arg: string | undefined): number {
  const parts = (arg ?? "").split("|").map((part) => {
    const text = part.trim();
    const swapped = /^htons\((?<number>\w+)\)$/u.exec(text)?.groups?.["number"];
    if (swapped !== undefined) return swapBytes(Number(swapped));
    return /^0[0-7]+$/u.test(text) ? Number.parseInt(text, 8) : Number.parseInt(text);
  });
  return Number(parts.reduce((sum, part) => sum | BigInt.asUintN(64, BigInt(part)), 0n));
}

/** As htons(3) does on a little-endian machine, for a packet socket's protocol. */
function swapBytes(number: number): number {
  return ((number & 0xff) << 8) | (number >> 8);
}

/** What a descriptor stands for: a path, `UDP:[…]`, `pipe:[…]`; null where it is not open. */
export function fileOf(arg: string | undefined): string | null {
  const inside = /^-?\d+<(?<inside>.*?)(?:<char [^>]*>|<block [^>]*>)?>(?:\(deleted\))?$/su.exec(
    arg ?? "",
  )?.groups?.["inside"];
  if (inside === undefined) return null;
  return inside.startsWith("\\x") ? textFromBytes(bytesOf(inside)) : inside;
}

export function isDevice(arg: string | undefined): boolean {
  return /<(?:char|block) /u.test(arg ?? "");
}

/** A socket address of a call, in the form in which recorded ones are compared. */
export type WitnessedAddress =
  | { readonly family: "inet"; readonly address: string; readonly port: number }
  | { readonly family: "unix"; readonly address: string };

export function addressOf(arg: string | undefined): WitnessedAddress | null {
  const text = arg ?? "";
  const field = (name: RegExp): Buffer | null => {
    const hex = name.exec(text)?.groups?.["hex"];
    return hex === undefined ? null : bytesOf(hex);
  };
  const port = field(/sin6?_port="(?<hex>[^"]*)"/u)?.readUInt16BE(0);
  const address = field(/sin6?_addr="(?<hex>[^"]*)"/u);
  if (port !== undefined && address !== null) {
    return { family: "inet", address: ipText(address), port };
  }
  const path = /sun_path=(?<abstract>@?)"(?<hex>[^"]*)"/u.exec(text)?.groups;
  if (path === undefined) return null;
  return {
    family: "unix",
    address: `${path["abstract"] ?? ""}${textFromBytes(bytesOf(path["hex"] ?? ""))}`,
  };
}

/** As RFC 5952 has it; an IPv4-mapped address as IPv4. */
function ipText(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join(".");
  const mapped = bytes.subarray(0, 12).toString("hex") === "00000000000000000000ffff";
  if (mapped) return bytes.subarray(12).join(".");
  const groups = bytes.toString("hex").match(/.{4}/gu) ?? [];
  return new URL(`http://[${groups.join(":")}]/`).hostname.slice(1, -1);
}
