// The attacker's own machine: what containers connect to, and how it is known that they did.
import { once } from "node:events";
import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";

export const EFFECT = "EFFECT";
/** A shell that runs this has more than repeated it. */
const SHELL_INPUT = "echo EF$(echo FE)CT; exit\n";
const SCRIPT = `#!/bin/sh\necho ${EFFECT}\n`;
const DNS = 53;

export class Sink {
  /** whether an attack has reached it */
  isReached = false;
  /** what containers are told of it */
  options = [];
  #server = createServer((socket) => this.#serve(socket));
  #datagrams = createSocket("udp4");

  /** `address` is one of this machine's own, which containers reach. */
  async start(address) {
    this.#server.listen(0, address);
    await once(this.#server, "listening");
    this.#datagrams.on("message", (message) => this.#look(message.toString("latin1")));
    this.#datagrams.bind(DNS, address);
    await once(this.#datagrams, "listening");
    this.options = ["-e", `SINK=${address}`, "-e", `PORT=${this.#server.address().port}`];
  }

  stop() {
    this.#server.close();
    this.#datagrams.close();
  }

  reset() {
    this.isReached = false;
  }

  #look(text) {
    if (text.includes(EFFECT)) this.isReached = true;
  }

  #serve(socket) {
    let said = "";
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      const isFirst = said === "";
      said += chunk.toString("latin1");
      this.#look(said);
      if (!isFirst) return;
      if (said.startsWith("shell")) socket.write(SHELL_INPUT);
      if (said.startsWith("script")) socket.end(SCRIPT);
      if (said.startsWith("program")) socket.end(readFileSync("/bin/echo"));
    });
  }
}

/** What a listener answers; empty where there is none. */
export async function visit(address, port) {
  return new Promise((resolve) => {
    let said = "";
    const socket = connect(port, address);
    socket.setTimeout(5000, () => socket.destroy());
    socket.on("data", (chunk) => {
      said += chunk.toString("latin1");
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(said));
  });
}
