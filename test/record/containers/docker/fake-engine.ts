/** A container engine's API on a unix socket, with what a test puts into it. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { temporaryFolder } from "../../../store/samples.js";

export const DOCKER_VERSION = {
  Version: "20.10.24",
  Components: [
    { Name: "Engine", Version: "20.10.24" },
    { Name: "containerd", Version: "1.6.20" },
    { Name: "runc", Version: "1.1.5" },
  ],
};

/** As podman 4 answers. */
export const PODMAN_VERSION = {
  Version: "4.3.1",
  Components: [
    { Name: "Podman Engine", Version: "4.3.1" },
    { Name: "Conmon", Version: "conmon version 2.1.6, commit: unknown" },
    {
      Name: "OCI Runtime (crun)",
      Version: "crun version 1.8.1\ncommit: f8a096be060b\nrundir: /run",
    },
  ],
};

export class FakeEngine {
  readonly socket: string;
  version: object | undefined = DOCKER_VERSION;
  /** It answers that it can't. */
  isFailing = false;
  /** answers by path, such as `/containers/abc/json`; any other is a 404 */
  readonly answers = new Map<string, object>();
  readonly requests: string[] = [];
  readonly #streams: ServerResponse[] = [];
  readonly #waiting: { path: string; count: number; resolve: () => void }[] = [];
  readonly #server: Server;

  private constructor(folder: string) {
    this.socket = join(folder, "engine.sock");
    this.#server = createServer((request, response) => {
      this.#answer(request, response);
    });
  }

  static async start(test: TestContext): Promise<FakeEngine> {
    const engine = new FakeEngine(temporaryFolder(test));
    engine.#server.listen(engine.socket);
    await once(engine.#server, "listening");
    test.after(() => {
      engine.#server.closeAllConnections();
      engine.#server.close();
    });
    return engine;
  }

  addContainer(
    id: string,
    reference: string,
    runtime = "runc",
    Labels: object | null = null,
    config: object = {},
  ): void {
    const Image = `sha256:${"1".repeat(64)}`;
    this.answers.set(`/containers/${id}/json`, {
      Id: id,
      Name: `/name-of-${id}`,
      Image,
      Config: { Image: reference, Labels, ...config },
      HostConfig: { Runtime: runtime },
    });
    this.answers.set(`/images/${Image}/json`, {
      Id: Image,
      RepoTags: [reference],
      RepoDigests: null,
    });
  }

  /** Sends a piece of the stream to whoever subscribed last. */
  send(piece: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#streams.at(-1)?.write(piece, () => {
        resolve();
      });
    });
  }

  /** Ends the subscription, as an engine does that is stopped; or cuts its connection. */
  endStream(how: "end" | "cut"): void {
    const stream = this.#streams.at(-1);
    if (how === "end") stream?.end();
    else stream?.destroy();
  }

  /** Resolves when the path was asked for so many times. */
  async asked(path: string, count = 1): Promise<void> {
    if (this.#countOf(path) >= count) return;
    await new Promise<void>((resolve) => this.#waiting.push({ path, count, resolve }));
  }

  #countOf(path: string): number {
    return this.requests.filter((each) => each === path).length;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://engine");
    const path = decodeURIComponent(pathname);
    this.requests.push(path);
    if (path === "/events") {
      const filters = JSON.parse(searchParams.get("filters") ?? "{}") as { type?: string[] };
      response.writeHead(filters.type?.includes("container") === true ? 200 : 400);
      response.flushHeaders();
      this.#streams.push(response);
    } else {
      const answer = path === "/version" ? this.version : this.answers.get(path);
      const status = answer === undefined ? 404 : 200;
      response.writeHead(this.isFailing ? 500 : status, { "Content-Type": "application/json" });
      response.end(JSON.stringify(answer ?? { message: "No such container" }));
    }
    for (const { path: awaited, count, resolve } of this.#waiting) {
      if (this.#countOf(awaited) >= count) resolve();
    }
  }
}

/** A line of the events stream. */
export function eventLine(action: string, id: string, name = "zażółć"): string {
  const Actor = { ID: id, Attributes: { name } };
  return `${JSON.stringify({ Type: "container", Action: action, Actor, time: 1 })}\n`;
}
