/**
 * Calls over gRPC on a unix socket (github.com/grpc/grpc, doc/PROTOCOL-HTTP2.md). Each
 * message is led by a byte that says whether it is compressed and four of its length.
 */
import { once } from "node:events";
import { connect, type ClientHttp2Session, type ClientHttp2Stream } from "node:http2";
import { createConnection } from "node:net";
import { ANSWER_WITHIN, SOCKET_REASONS } from "../docker/api.js";
import { systemReason } from "../../../model/errors.js";
import { NoAnswer } from "../engine.js";

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

  /** Every message of the answer. Rejects with CallFailed, or with NoAnswer. */
  async call(method: string, request: Buffer, headers: Record<string, string>): Promise<Buffer[]> {
    // A connection keeps no process alive, but whoever waits for an answer gets it.
    this.#connected().ref();
    this.#calls++;
    try {
      return await this.#answer(method, request, headers);
    } catch (error) {
      throw error instanceof CallFailed ? error : whyNoAnswer(error);
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
      if (size > LARGEST) stream.destroy(new CallFailed(`${method} has no end`));
    });
    let status = "";
    const noteStatus = (given: object): void => {
      status = (given as Record<string, string>)["grpc-status"] ?? status;
    };
    stream.on("response", noteStatus).on("trailers", noteStatus);
    await once(stream, "close", { signal: AbortSignal.timeout(ANSWER_WITHIN) }).finally(() => {
      stream.close();
    });
    if (status === "" || UNANSWERED.has(status)) throw new Error(`gRPC status ${status}`);
    if (status !== "0") throw new CallFailed(`${method} failed with status ${status}`);
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

/** CANCELLED, DEADLINE_EXCEEDED and UNAVAILABLE (github.com/grpc/grpc, doc/statuscodes.md). */
const UNANSWERED = new Set(["1", "4", "14"]);

/** The engine says no, as of what it doesn't have. */
class CallFailed extends Error {
  override readonly name = "CallFailed";
}

/** What stands in for what the engine doesn't have; that it gave no answer is another matter. */
export function orWhereFailed<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof NoAnswer) throw error;
    return instead;
  };
}

function whyNoAnswer(error: unknown): NoAnswer {
  const { name, code = "" } = error as NodeJS.ErrnoException;
  const reason = systemReason(error, SOCKET_REASONS);
  const cause = { cause: error };
  if (name === "AbortError") {
    const seconds = String(ANSWER_WITHIN / 1000);
    return new NoAnswer("slow", `it has not answered within ${seconds} seconds`, cause);
  }
  if (code === "ENOENT") return new NoAnswer("absent", reason, cause);
  const isOfSocket = ["ECONNREFUSED", "EACCES", "EPERM", "ENOTSOCK"].includes(code);
  return new NoAnswer(isOfSocket ? "refused" : "foreign", reason, cause);
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
