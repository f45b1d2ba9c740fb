/**
 * gRPC calls on a unix socket (github.com/grpc/grpc, doc/PROTOCOL-HTTP2.md). Before each message
 * there is one byte that says whether it is compressed, and four bytes with its length.
 */
import { once } from "node:events";
import { connect, type ClientHttp2Session, type ClientHttp2Stream } from "node:http2";
import { createConnection } from "node:net";
import { ANSWER_TIMEOUT, SOCKET_REASONS } from "../docker/api.js";
import { systemReason } from "../../../model/errors.js";
import { NoAnswer } from "../engine.js";

const PREFIX_SIZE = 5;
/** The largest message and answer. A manifest or an OCI spec has some kilobytes. */
const LARGEST = 16 * 1024 * 1024;

export class GrpcClient {
  readonly #socketPath: string;
  #session: ClientHttp2Session | null = null;
  #calls = 0;

  constructor(socketPath: string) {
    this.#socketPath = socketPath;
  }

  /** Every message of the answer. Rejects with CallFailed, or with NoAnswer. */
  async call(method: string, request: Buffer, headers: Record<string, string>): Promise<Buffer[]> {
    // The connection keeps the process alive only while a call waits for its answer.
    this.#connected().ref();
    this.#calls++;
    try {
      return await this.#answer(method, request, headers);
    } catch (error) {
      throw error instanceof CallFailed ? error : noAnswerOf(error);
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
      size += message.length + PREFIX_SIZE;
      if (size > LARGEST) stream.destroy(new CallFailed(`${method} has no end`));
    });
    let status = "";
    const noteStatus = (given: object): void => {
      status = (given as Record<string, string>)["grpc-status"] ?? status;
    };
    stream.on("response", noteStatus).on("trailers", noteStatus);
    await once(stream, "close", { signal: AbortSignal.timeout(ANSWER_TIMEOUT) }).finally(() => {
      stream.close();
    });
    if (status === "" || NO_ANSWER_STATUSES.has(status)) throw new Error(`gRPC status ${status}`);
    if (status !== "0") throw new CallFailed(`${method} failed with status ${status}`);
    return messages;
  }

  /** Makes a call whose answer goes on. The caller handles its errors. */
  stream(method: string, request: Buffer, headers: Record<string, string>): ClientHttp2Stream {
    const stream = this.#connected().request({
      ":method": "POST",
      ":path": method,
      "content-type": "application/grpc",
      te: "trailers",
      ...headers,
    });
    const lead = Buffer.alloc(PREFIX_SIZE);
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
    session.on("error", () => undefined); // each of its streams gets the error too
    session.unref();
    this.#session = session;
    return session;
  }
}

/** CANCELLED, DEADLINE_EXCEEDED and UNAVAILABLE (github.com/grpc/grpc, doc/statuscodes.md). */
const NO_ANSWER_STATUSES = new Set(["1", "4", "14"]);

/** The engine answered with an error, for example because it doesn't have what was asked for. */
class CallFailed extends Error {
  override readonly name = "CallFailed";
}

/** For `catch`: returns `instead` if the call failed. NoAnswer is thrown again. */
export function orIfFailed<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof NoAnswer) throw error;
    return instead;
  };
}

function noAnswerOf(error: unknown): NoAnswer {
  const { name, code = "" } = error as NodeJS.ErrnoException;
  const reason = systemReason(error, SOCKET_REASONS);
  const cause = { cause: error };
  if (name === "AbortError") {
    const seconds = String(ANSWER_TIMEOUT / 1000);
    return new NoAnswer("slow", `it has not answered within ${seconds} seconds`, cause);
  }
  if (code === "ENOENT") return new NoAnswer("absent", reason, cause);
  const isOfSocket = ["ECONNREFUSED", "EACCES", "EPERM", "ENOTSOCK"].includes(code);
  return new NoAnswer(isOfSocket ? "refused" : "foreign", reason, cause);
}

/** Splits a stream into messages. A message that is too large ends the stream. */
export function readMessages(stream: ClientHttp2Stream, take: (message: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  stream.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= PREFIX_SIZE) {
      const length = rest.readUInt32BE(1);
      if (length > LARGEST || rest[0] !== 0) {
        stream.close();
        return;
      }
      if (rest.length < PREFIX_SIZE + length) return;
      take(rest.subarray(PREFIX_SIZE, PREFIX_SIZE + length));
      rest = rest.subarray(PREFIX_SIZE + length);
    }
  });
}
