/** Stands between cxray and its engine, which is then as slow, gone or restarted as a test wants it. */
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { after } from "node:test";

export class EngineProxy {
  readonly #socket: string;
  readonly #engine: string;
  readonly #connections = new Set<Socket>();
  #server: Server | null = null;
  #isHeld = false;

  /** `engine`: the socket of the real one, which whoever uses that still reaches. */
  constructor(socket: string, engine: string) {
    this.#socket = socket;
    this.#engine = engine.replace("unix://", "");
    after(async () => {
      await this.end();
    });
  }

  async listen(): Promise<void> {
    this.#server = createServer((client) => {
      const server = createConnection(this.#engine);
      for (const each of [client, server]) {
        this.#connections.add(each);
        each.on("error", () => undefined);
        if (this.#isHeld) each.pause();
      }
      client.pipe(server).on("close", () => client.destroy());
      server.pipe(client).on("close", () => server.destroy());
      if (this.#isHeld) this.hold();
    }).listen(this.#socket);
    await once(this.#server, "listening");
  }

  /** Connections are still taken; nothing passes any more, as when the engine is stopped. */
  hold(): void {
    this.#isHeld = true;
    for (const each of this.#connections) each.pause();
  }

  release(): void {
    this.#isHeld = false;
    for (const each of this.#connections) each.resume();
  }

  /** Cuts every connection, as when the engine is killed. */
  async end(): Promise<void> {
    for (const each of this.#connections) each.destroy();
    this.#connections.clear();
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    server.close();
    await once(server, "close");
    rmSync(this.#socket, { force: true });
  }
}
