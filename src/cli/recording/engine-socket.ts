/** Finds out why the socket of an engine gives no answer, for `cxray doctor`. */
import { connect } from "node:net";
import { systemReason } from "../../model/errors.js";
import { SOCKET_REASONS } from "../../record/index.js";

const CONNECT_TIMEOUT = 1_500;

export async function whyNoAnswer(path: string): Promise<string> {
  const socket = connect({ path, timeout: CONNECT_TIMEOUT });
  try {
    return await new Promise((resolve) => {
      socket.on("connect", () => {
        resolve("a process listens there, but does not answer like an engine");
      });
      socket.on("timeout", () => {
        resolve("it does not accept a connection");
      });
      socket.on("error", (error) => {
        resolve(systemReason(error, SOCKET_REASONS));
      });
    });
  } finally {
    socket.destroy();
  }
}
