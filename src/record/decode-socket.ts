/** Sockets in records: connections and listeners. */
import type { Connect, ConnectUnix, Endpoint, Listen } from "../model/events.js";
import { textFromBytes } from "../model/text.js";
import { addressText } from "./address.js";
import { readResult, textUntilNul, type RecordBytes } from "./record-bytes.js";
import { SOCKET } from "./wire.js";

const AF_UNIX = 1;
const AF_INET6 = 10;
const IPPROTO_TCP = 6;
const IPPROTO_UDP = 17;
const IPPROTO_MPTCP = 262;

function readTransport({ data }: RecordBytes): "tcp" | "udp" | "other" {
  const protocol = data.getUint16(SOCKET.protocol, true);
  if (protocol === IPPROTO_TCP || protocol === IPPROTO_MPTCP) return "tcp";
  return protocol === IPPROTO_UDP ? "udp" : "other";
}

function readEnd({ bytes, data }: RecordBytes, end: "local" | "remote"): Endpoint {
  const family = data.getUint16(SOCKET.family, true);
  const at = end === "local" ? SOCKET.local_addr : SOCKET.remote_addr;
  const port = end === "local" ? SOCKET.local_port : SOCKET.remote_port;
  return {
    address: addressText(bytes.subarray(at, at + (family === AF_INET6 ? 16 : 4))),
    port: data.getUint16(port, false),
  };
}

export function decodeConnect(record: RecordBytes): Connect | ConnectUnix {
  const ret = readResult(record);
  if (record.data.getUint16(SOCKET.family, true) === AF_UNIX) {
    return { kind: "connect-unix", address: readUnixAddress(record), ret };
  }
  const remote = readEnd(record, "remote");
  const local = readEnd(record, "local");
  return {
    kind: "connect",
    family: remote.address.includes(":") ? "ipv6" : "ipv4",
    transport: readTransport(record),
    local,
    remote,
    ret,
  };
}

/** unix(7): a path ends at its NUL, an abstract name begins with one and holds any byte. */
function readUnixAddress({ bytes, data }: RecordBytes): string {
  const address = bytes.subarray(SOCKET.data, SOCKET.data + data.getUint16(SOCKET.path_len, true));
  if (address[0] === 0) return `@${textFromBytes(address.subarray(1))}`;
  const path = textUntilNul(address);
  return path.startsWith("@") ? `./${path}` : path; // or it would look like an abstract name
}

export function decodeListen(record: RecordBytes): Listen {
  const local = readEnd(record, "local");
  const transport = readTransport(record) === "tcp" ? "tcp" : "other";
  const family = local.address.includes(":") ? "ipv6" : "ipv4";
  return { kind: "listen", family, transport, local };
}
