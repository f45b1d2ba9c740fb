/**
 * Calls over gRPC on a unix socket (github.com/grpc/grpc, doc/PROTOCOL-HTTP2.md). Each
 * message is led by a byte that says whether it is compressed and four of its length.
 */
import { once } from "node:events";
import { connect, type ClientHttp2Session, type ClientHttp2Stream } from "node:http2";
import { createConnection } from "node:net";
import { PATIENCE } from "./docker-api.js";

const LEAD = 5;
/** A manifest or an OCI spec has some kilobytes; an answer may come in several messages. */
const LARGEST = 16 * 1024 * 1024;

export class GrpcClient {
  readonly #socketPath: string;
  #session: ClientHttp2Session | null = null;
  #calls = 0;

  constructor(socketPath: string) {
    this.#socketPath = socketPath;
  }

  /** Every message of the answer. Rejects when the call fails, takes too long or has no end. */
  async call(method: string, request: Buffer, headers: Record<string, string>): Promise<Buffer[]> {
    // A connection keeps no process alive, but whoever waits for an answer gets it.
    this.#connected().ref();
    this.#calls++;
    try {
      return await this.#answer(method, request, headers);
    } finally {
      this.#calls--;
      if (this.#calls === 0) this.#session?.unref();
    }
  }

  async #answer(method: string, request: Buffer, headers: Record<string, string>) {
    const stream = this.stream(method, request, headers);
    const messages: Buffer[] = [];
    let size = 0;
    readMessages(stream, (message) => {
      messages.push(message);
      size += message.length + LEAD;
      if (size > LARGEST) stream.destroy(new Error(`${method} has no end`));
    });
    let status = "";
    const noteStatus = (given: object): void => {
      status = (given as Record<string, string>)["grpc-status"] ?? status;
    };
    stream.on("response", noteStatus).on("trailers", noteStatus);
    stream.setTimeout(PATIENCE, () => {
      stream.close();
    });
    await once(stream, "close", { signal: AbortSignal.timeout(PATIENCE) });
    if (status !== "0") throw new Error(`${method} failed with status ${status}`);
    return messages;
  }

  /** A call whose answer goes on; whoever makes it handles its errors. */
  stream(method: string, request: Buffer, headers: Record<string, string>): ClientHttp2Stream {
    const stream = this.#connected().request({
      ":method": "POST",
      ":path": method,
      "content-type": "application/grpc",
      te: "trailers",
      ...headers,
    });
    const lead = Buffer.alloc(LEAD);
    lead.writeUInt32BE(request.length, 1);
    stream.end(Buffer.concat([lead, request]));
    return stream;
  }

  close(): void {
    this.#session?.destroy();
  }

  #connected(): ClientHttp2Session {
    if (this.#session !== null && !this.#session.closed && !this.#session.destroyed) {
      return this.#session;
    }
    const session = connect("http://localhost", {
      createConnection: () => createConnection(this.#socketPath),
    });
    session.on("error", () => undefined); // each of its streams has it too
    session.unref();
    this.#session = session;
    return session;
  }
}

/** Cuts what comes into messages. What is too large to be one ends the stream. */
export function readMessages(stream: ClientHttp2Stream, take: (message: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  stream.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= LEAD) {
      const length = rest.readUInt32BE(1);
      if (length > LARGEST || rest[0] !== 0) {
        stream.close();
        return;
      }
      if (rest.length < LEAD + length) return;
      take(rest.subarray(LEAD, LEAD + length));
      rest = rest.subarray(LEAD + length);
    }
  });
}
