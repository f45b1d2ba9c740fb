/**
 * Finds names in payloads. Bytes are kept in memory only while a message is incomplete. They are
 * never shown, logged or stored.
 */
import type { Behaviour, Endpoint } from "../../../model/events/events.js";
import { readEnd } from "../socket.js";
import { Generations } from "../../generations.js";
import { readDnsAnswer, type DnsAnswer } from "./dns.js";
import { readHttpRequest } from "./http.js";
import { readClientHello } from "./tls.js";
import type { RecordBytes } from "../record-bytes.js";
import { WIRE_PAYLOAD } from "../../kernel/wire-enums.js";
import { HEADER, PAYLOAD } from "../../kernel/wire.js";

const REMOTE = { family: PAYLOAD.family, address: PAYLOAD.remote_addr, port: PAYLOAD.remote_port };
const IPPROTO_UDP = 17;
/** PAYLOAD_SIZE in bpf/event.h: of a longer payload, only the beginning is sent. */
const LARGEST_PIECE = 2048;
const LONGEST_MESSAGE = 16_384;
/** How many connections with an incomplete message are kept (twice that, see Generations). */
const MOST_UNFINISHED = 256;
const NOTHING = Buffer.alloc(0);

export class PayloadReader {
  readonly #unfinished = new Generations<string, Buffer>(MOST_UNFINISHED);

  /**
   * Reads a record of EVENT_PAYLOAD. Empty if its bytes are not DNS, TLS or HTTP, or not yet enough
   * of it. Null if the record can't be decoded.
   */
  read(record: RecordBytes): readonly Behaviour[] | null {
    const { bytes, data } = record;
    if (bytes.length < PAYLOAD.size) return null;
    const piece = bytes.subarray(
      PAYLOAD.data,
      PAYLOAD.data + data.getUint16(PAYLOAD.data_len, true),
    );
    const remote = readEnd(record, REMOTE);
    switch (data.getUint8(PAYLOAD.payload)) {
      case WIRE_PAYLOAD.PAYLOAD_DNS:
        return this.#readAnswers(record, piece).map((answer) => nameAnswer(answer, remote));
      case WIRE_PAYLOAD.PAYLOAD_TLS:
        return this.#readHello(record, piece, remote);
      case WIRE_PAYLOAD.PAYLOAD_HTTP:
        return readRequest(piece, remote);
      default:
        return null;
    }
  }

  #readAnswers(record: RecordBytes, piece: Buffer): readonly DnsAnswer[] {
    if (record.data.getUint16(PAYLOAD.protocol, true) === IPPROTO_UDP) {
      return answersOf(readDnsAnswer(piece));
    }
    const connection = connectionOf(record);
    const [messages, rest] = splitMessages(this.#joinPieces(connection, piece));
    const isCut = piece.length >= LARGEST_PIECE || rest.length > LONGEST_MESSAGE;
    this.#keep(connection, isCut ? NOTHING : rest);
    return [...messages, ...(isCut ? [rest] : [])].flatMap((message) =>
      answersOf(readDnsAnswer(message, { tcp: true })),
    );
  }

  #readHello(record: RecordBytes, piece: Buffer, remote: Endpoint): readonly Behaviour[] {
    const connection = connectionOf(record);
    const isContinued = record.data.getUint8(PAYLOAD.continued) !== 0;
    const bytes = isContinued ? this.#joinPieces(connection, piece) : piece;
    const hello = readClientHello(bytes);
    const isOver = hello !== null || piece.length >= LARGEST_PIECE;
    this.#keep(connection, isOver || bytes.length > LONGEST_MESSAGE ? NOTHING : bytes);
    if (hello === null) return [];
    const { serverName, encrypted, truncated } = hello;
    return [
      {
        kind: "tls-hello",
        serverName,
        ...(encrypted ? { encrypted } : {}),
        ...(truncated ? { truncated } : {}),
        remote,
      },
    ];
  }

  #joinPieces(connection: string, piece: Buffer): Buffer {
    return Buffer.concat([this.#unfinished.get(connection) ?? NOTHING, piece]);
  }

  #keep(connection: string, bytes: Buffer): void {
    if (bytes.length === 0 && this.#unfinished.get(connection) === undefined) return;
    // a copy, because the bytes may be a view of the ring buffer
    this.#unfinished.set(connection, Buffer.from(bytes));
  }
}

/** The bytes that identify a connection of a container. */
function connectionOf({ bytes }: RecordBytes): string {
  return (
    bytes.toString("latin1", HEADER.container, HEADER.exec) +
    bytes.toString("latin1", PAYLOAD.family, PAYLOAD.data_len) +
    bytes.toString("latin1", PAYLOAD.local_addr, PAYLOAD.data)
  );
}

/** Splits a stream into DNS messages and a rest. Over TCP, the length precedes each (RFC 1035, 4.2.2). */
function splitMessages(stream: Buffer): [messages: Buffer[], rest: Buffer] {
  const messages: Buffer[] = [];
  let rest = stream;
  while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
    const end = 2 + rest.readUInt16BE(0);
    messages.push(rest.subarray(0, end));
    rest = rest.subarray(end);
  }
  return [messages, rest];
}

function answersOf(answer: DnsAnswer | null): readonly DnsAnswer[] {
  return answer === null ? [] : [answer];
}

function nameAnswer(answer: DnsAnswer, server: Endpoint): Behaviour {
  return {
    kind: "name-answer",
    name: answer.question,
    type: answer.type,
    aliases: answer.aliases,
    addresses: answer.addresses,
    code: answer.responseCode,
    ...(answer.truncated ? { truncated: true } : {}),
    server,
  };
}

function readRequest(bytes: Buffer, remote: Endpoint): readonly Behaviour[] {
  const request = readHttpRequest(bytes);
  if (request === null) return [];
  const { method, host, port, path, pathTruncated } = request;
  return [
    {
      kind: "http-request",
      method,
      host,
      ...(port === null ? {} : { port }),
      path: path ?? "",
      ...(pathTruncated ? { pathTruncated } : {}),
      remote,
    },
  ];
}
