/**
 * The requests to containerd and their answers: the services of containerd's gRPC API v1
 * (github.com/containerd/containerd, api/services and api/types).
 */
import type { ClientHttp2Stream } from "node:http2";
import type { GrpcClient } from "./grpc.js";
import {
  bytesField,
  decodeMessage,
  encodeMessage,
  mapField,
  messageField,
  numberField,
  repeatedField,
  textField,
  type Message,
} from "./protobuf.js";

const SERVICES = "/containerd.services";

export interface ContainerdContainer {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  /** the image's name; empty if there is none */
  readonly image: string;
  /** `io.containerd.runc.v2` */
  readonly runtime: string;
  /** the runtime's binary; empty for the default one */
  readonly binary: string;
  /** the OCI runtime specification, as JSON */
  readonly spec: string;
  /** milliseconds since 1970 */
  readonly createdAt: number;
  /** CRI's metadata of the container, as JSON */
  readonly cri: string;
}

export interface ContainerdImage {
  /** the digest of a manifest, or of an index of manifests */
  readonly digest: string;
  readonly mediaType: string;
  /** when its name was last set, in milliseconds since 1970 */
  readonly updatedAt: number;
}

export class ContainerdApi {
  readonly #client: GrpcClient;

  constructor(client: GrpcClient) {
    this.#client = client;
  }

  async version(): Promise<string> {
    return textField(await this.#ask("version.v1.Version/Version", {}, ""), 1);
  }

  async namespaces(): Promise<string[]> {
    const answer = await this.#ask("namespaces.v1.Namespaces/List", {}, "");
    return repeatedField(answer, 1).map((each) => textField(each, 1));
  }

  async container(namespace: string, id: string): Promise<ContainerdContainer> {
    const answer = await this.#ask("containers.v1.Containers/Get", { 1: id }, namespace);
    return toContainer(messageField(answer, 1));
  }

  async image(namespace: string, name: string): Promise<ContainerdImage> {
    const answer = await this.#ask("images.v1.Images/Get", { 1: name }, namespace);
    const image = messageField(answer, 1);
    const target = messageField(image, 3);
    return {
      digest: textField(target, 2),
      mediaType: textField(target, 1),
      updatedAt: timeOf(messageField(image, 8)),
    };
  }

  /** Reads a blob of the content store, such as a manifest. */
  async content(namespace: string, digest: string): Promise<Buffer> {
    const request = encodeMessage({ 1: digest });
    const method = `${SERVICES}.content.v1.Content/Read`;
    const parts = await this.#client.call(method, request, headersOf(namespace));
    return Buffer.concat(parts.map((part) => bytesField(decodeMessage(part), 2)));
  }

  /** Subscribes to the creation of containers, in every namespace. */
  subscribe(): ClientHttp2Stream {
    const request = encodeMessage({ 1: 'topic=="/containers/create"' });
    return this.#client.stream(`${SERVICES}.events.v1.Events/Subscribe`, request, {});
  }

  close(): void {
    this.#client.close();
  }

  async #ask(
    method: string,
    request: Readonly<Record<number, string>>,
    namespace: string,
  ): Promise<Message> {
    const path = `${SERVICES}.${method}`;
    const answers = await this.#client.call(path, encodeMessage(request), headersOf(namespace));
    return decodeMessage(answers[0] ?? Buffer.alloc(0));
  }
}

function headersOf(namespace: string): Record<string, string> {
  return namespace === "" ? {} : { "containerd-namespace": namespace };
}

function toContainer(message: Message): ContainerdContainer {
  const runtime = messageField(message, 4);
  // `Any` has type_url and value. Field 6 of containerd.runc.v1.Options is the binary.
  const options = messageField(runtime, 2);
  const isRunc = textField(options, 1).endsWith("containerd.runc.v1.Options");
  const extensions = new Map(
    repeatedField(message, 10).map((entry) => [textField(entry, 1), messageField(entry, 2)]),
  );
  const cri = extensions.get("io.cri-containerd.container.metadata");
  return {
    id: textField(message, 1),
    labels: mapField(message, 2),
    image: textField(message, 3),
    runtime: textField(runtime, 1),
    binary: isRunc ? textField(messageField(options, 2), 6) : "",
    spec: textField(messageField(message, 5), 2),
    createdAt: timeOf(messageField(message, 8)),
    cri: cri === undefined ? "" : textField(cri, 2),
  };
}

/** google.protobuf.Timestamp, in milliseconds since 1970. */
function timeOf(message: Message): number {
  return numberField(message, 1) * 1000 + numberField(message, 2) / 1e6;
}

/** The namespace and id in an event that reports the creation of a container. */
export function createdBy(envelope: Buffer): { namespace: string; id: string } {
  const message = decodeMessage(envelope);
  const event = messageField(message, 4);
  return { namespace: textField(message, 2), id: textField(messageField(event, 2), 1) };
}
