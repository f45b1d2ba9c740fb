/** containerd's API on a unix socket, with what a test puts into it. */
import { once } from "node:events";
import { createServer, type Http2Server, type ServerHttp2Stream } from "node:http2";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { decodeMessage, textField } from "../../../../src/record/containers/containerd/protobuf.js";
import { temporaryFolder } from "../../../store/samples.js";

/** A message by field number; lists are repeated fields. */
export interface Fields {
  readonly [field: number]: string | number | Fields | readonly Fields[] | Buffer;
}

/** Written apart from cxray's own encoder, which it is to be compared with. */
export function encode(fields: Fields): Buffer {
  const parts = Object.entries(fields).flatMap(([field, value]) =>
    (Array.isArray(value) ? (value as Fields[]) : [value as Fields]).map((each) =>
      encodeField(Number(field), each),
    ),
  );
  return Buffer.concat(parts);
}

function encodeField(field: number, value: string | number | Fields | Buffer): Buffer {
  if (typeof value === "number") return Buffer.concat([varint(field << 3), varint(value)]);
  const isText = typeof value === "string";
  const bytes = isText ? Buffer.from(value) : Buffer.isBuffer(value) ? value : encode(value);
  return Buffer.concat([varint((field << 3) | 2), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value);
  do {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}

export class FakeContainerd {
  readonly socket: string;
  /** answers by namespace and what was asked for: `default Containers/Get web` */
  readonly answers = new Map<string, Buffer>();
  readonly asked: string[] = [];
  readonly #server: Http2Server;
  #subscriber: ServerHttp2Stream | null = null;

  private constructor(folder: string) {
    this.socket = join(folder, "containerd.sock");
    this.#server = createServer();
    this.#server.on("stream", (stream, headers) => {
      const namespace = String(headers["containerd-namespace"] ?? "");
      this.#serve(stream, String(headers[":path"]), namespace);
    });
  }

  static async start(test: TestContext): Promise<FakeContainerd> {
    const fake = new FakeContainerd(temporaryFolder(test));
    fake.#server.listen(fake.socket);
    await once(fake.#server, "listening");
    fake.answers.set(" Version/Version ", encode({ 1: "1.6.20~ds1", 2: "rev" }));
    test.after(() => {
      fake.#subscriber?.close();
      fake.#server.close();
    });
    return fake;
  }

  setNamespaces(...names: string[]): void {
    this.answers.set(" Namespaces/List ", encode({ 1: names.map((name) => ({ 1: name })) }));
  }

  /** Tells the subscriber that a container was created. */
  tell(namespace: string, id: string): void {
    const event = { 1: "containerd.events.ContainerCreate", 2: encode({ 1: id, 2: "image" }) };
    const envelope = encode({ 2: namespace, 3: "/containers/create", 4: event });
    this.#subscriber?.write(framed(envelope));
  }

  #serve(stream: ServerHttp2Stream, path: string, namespace: string): void {
    const method = path.split(".").at(-1) ?? "";
    const chunks: Buffer[] = [];
    stream.on("error", () => undefined);
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      const request = decodeMessage(Buffer.concat(chunks).subarray(5));
      if (method === "Events/Subscribe") {
        stream.respond({ ":status": 200 });
        this.#subscriber = stream;
        return;
      }
      const key = `${namespace} ${method} ${textField(request, 1)}`;
      this.asked.push(key);
      this.#answer(stream, this.answers.get(key));
    });
  }

  #answer(stream: ServerHttp2Stream, answer: Buffer | undefined): void {
    stream.respond({ ":status": 200 }, { waitForTrailers: true });
    stream.on("wantTrailers", () => {
      stream.sendTrailers({ "grpc-status": answer === undefined ? "5" : "0" });
    });
    stream.end(answer === undefined ? undefined : framed(answer));
  }
}

function framed(message: Buffer): Buffer {
  const lead = Buffer.alloc(5);
  lead.writeUInt32BE(message.length, 1);
  return Buffer.concat([lead, message]);
}
