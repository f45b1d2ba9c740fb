/** Decodes sockets: connections, datagrams and listeners. */
import type {
  Bind,
  Connect,
  ConnectUnix,
  Endpoint,
  Listen,
  ListenUnix,
  Send,
  Socket,
} from "../../model/events/events.js";
import { textFromBytes } from "../../model/text.js";
import { addressText } from "./address.js";
import { joinComponents } from "./path.js";
import { readResult, textUntilNul, type RecordBytes } from "./record-bytes.js";
import type { Decoders } from "./record-decoder.js";
import { SOCKET_FLAG } from "../kernel/wire-enums.js";
import { SOCKET } from "../kernel/wire.js";

const AF_UNIX = 1;
const AF_INET6 = 10;
const AF_VSOCK = 40;
/** VMADDR_CID_ANY */
const ANY_CONTEXT = 0xffff_ffff;
const SOCK_RAW = 3;
const IPPROTO_TCP = 6;
const IPPROTO_UDP = 17;
const IPPROTO_MPTCP = 262;

function isVsock({ data }: RecordBytes): boolean {
  return data.getUint16(SOCKET.family, true) === AF_VSOCK;
}

/** An end of a vsock: the context id (CID) of the machine, and a 32-bit port. */
function readVsockEnd({ data }: RecordBytes, at: number): Endpoint {
  const context = data.getUint32(at, true);
  return {
    address: context === ANY_CONTEXT ? "any" : String(context),
    port: data.getUint32(at + 4, true),
  };
}

function readTransport({ data }: RecordBytes): "tcp" | "udp" | "other" {
  const protocol = data.getUint16(SOCKET.protocol, true);
  if (data.getUint16(SOCKET.type, true) === SOCK_RAW) return "other";
  if (protocol === IPPROTO_TCP || protocol === IPPROTO_MPTCP) return "tcp";
  return protocol === IPPROTO_UDP ? "udp" : "other";
}

/** The offsets of the family and of one end. */
interface EndFields {
  readonly family: number;
  readonly address: number;
  readonly port: number;
}

const LOCAL = { family: SOCKET.family, address: SOCKET.local_addr, port: SOCKET.local_port };
const REMOTE = { family: SOCKET.family, address: SOCKET.remote_addr, port: SOCKET.remote_port };

export function readEnd({ bytes, data }: RecordBytes, at: EndFields): Endpoint {
  const size = data.getUint16(at.family, true) === AF_INET6 ? 16 : 4;
  return {
    address: addressText(bytes.subarray(at.address, at.address + size)),
    port: data.getUint16(at.port, false),
  };
}

/** A connect. The address of a unix socket comes from the kernel, unless the connect failed. */
function decodeConnect(record: RecordBytes): Connect | ConnectUnix {
  const ret = readResult(record);
  if (isUnix(record)) return { kind: "connect-unix", ...readUnix(record), ret };
  if (isVsock(record)) {
    const { address } = readVsockEnd(record, SOCKET.local_addr);
    const remote = readVsockEnd(record, SOCKET.remote_addr);
    const local = { address };
    return { kind: "connect", family: "vsock", transport: "vsock", local, remote, ret };
  }
  const remote = readEnd(record, REMOTE);
  const { address } = readEnd(record, LOCAL);
  return {
    kind: "connect",
    family: remote.address.includes(":") ? "ipv6" : "ipv4",
    transport: readTransport(record),
    local: { address },
    remote,
    ret,
  };
}

/** The local port of a connect, in the record that begins at `at`. */
export function readLocalPort({ data }: RecordBytes, at = 0): number {
  const isOfVsock = data.getUint16(at + SOCKET.family, true) === AF_VSOCK;
  if (isOfVsock) return data.getUint32(at + SOCKET.local_addr + 4, true);
  return data.getUint16(at + SOCKET.local_port, false);
}

function isUnix({ data }: RecordBytes): boolean {
  return data.getUint16(SOCKET.family, true) === AF_UNIX;
}

/** The address of a unix socket, and the path of its file if the kernel knows it. */
function readUnix(record: RecordBytes): { address: string; path: string | null } {
  const { bytes, data } = record;
  const start = SOCKET.data + data.getUint16(SOCKET.path_len, true);
  const file = bytes.subarray(start, start + data.getUint16(SOCKET.file_len, true));
  const flags = data.getUint16(SOCKET.file_flags, true);
  const path = file.length === 0 ? null : joinComponents(file, flags);
  return { address: readUnixAddress(record), path };
}

/** unix(7): a path ends at a NUL; an abstract name begins with one and may have any byte. */
function readUnixAddress({ bytes, data }: RecordBytes): string {
  const address = bytes.subarray(SOCKET.data, SOCKET.data + data.getUint16(SOCKET.path_len, true));
  if (address[0] === 0) return `@${textFromBytes(address.subarray(1))}`;
  const path = textUntilNul(address);
  return path.startsWith("@") ? `./${path}` : path; // or it would look like an abstract name
}

function decodeListen(record: RecordBytes): Listen | ListenUnix {
  if (isUnix(record)) return { kind: "listen-unix", ...readUnix(record) };
  const transport = readTransport(record) === "tcp" ? "tcp" : "other";
  return { kind: "listen", transport, ...readOwnEnd(record) };
}

/** A bind. A unix socket for datagrams receives them at this address. */
function decodeBind(record: RecordBytes): Bind | ListenUnix {
  if (isUnix(record)) return { kind: "listen-unix", ...readUnix(record) };
  if (isVsock(record)) {
    const local = readVsockEnd(record, SOCKET.local_addr);
    const named = { kind: "bind", family: "vsock", transport: "vsock", local } as const;
    return { ...named, ...readEphemeral(record), ret: readResult(record) };
  }
  const transport = withoutConnections(record);
  return { kind: "bind", transport, ...readOwnEnd(record), ret: readResult(record) };
}

function decodeSend(record: RecordBytes): Send | ConnectUnix {
  // the number of bytes sent always differs, so it is not kept
  const ret = Math.min(readResult(record), 0);
  if (isUnix(record)) return { kind: "connect-unix", ...readUnix(record), ret };
  const remote = readEnd(record, REMOTE);
  const local = readEnd(record, LOCAL);
  const family = remote.address.includes(":") ? "ipv6" : "ipv4";
  return { kind: "send", family, transport: withoutConnections(record), local, remote, ret };
}

function decodeSocket(record: RecordBytes): Socket {
  const { data } = record;
  return {
    kind: "socket",
    family: data.getUint16(SOCKET.family, true),
    type: data.getUint16(SOCKET.type, true),
    protocol: data.getUint16(SOCKET.protocol, true),
    ret: Math.min(readResult(record), 0),
  };
}

function withoutConnections(record: RecordBytes): "udp" | "other" {
  return readTransport(record) === "udp" ? "udp" : "other";
}

function readOwnEnd(record: RecordBytes): Pick<Listen, "family" | "local" | "ephemeral"> {
  const local = readEnd(record, LOCAL);
  const family = local.address.includes(":") ? "ipv6" : "ipv4";
  return { family, local, ...readEphemeral(record) };
}

function readEphemeral({ data }: RecordBytes): Pick<Bind, "ephemeral"> {
  const flags = data.getUint16(SOCKET.socket_flags, true);
  return (flags & SOCKET_FLAG.SOCKET_EPHEMERAL) === 0 ? {} : { ephemeral: true };
}

export const SOCKET_DECODERS = {
  EVENT_CONNECT: { size: SOCKET.size, decode: decodeConnect },
  EVENT_SEND: { size: SOCKET.size, decode: decodeSend },
  EVENT_LISTEN: { size: SOCKET.size, decode: decodeListen },
  EVENT_BIND: { size: SOCKET.size, decode: decodeBind },
  EVENT_SOCKET: { size: SOCKET.size, decode: decodeSocket },
} as const satisfies Partial<Decoders>;
