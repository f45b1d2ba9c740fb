/** A client of a web server in a container. */
import { get } from "node:http";

export interface Page {
  readonly status: number;
  readonly body: string;
}

const TIMEOUT_MS = 20_000;

/** Asks until the server listens, with one connection for each page. */
export async function fetchPage(address: string, path: string): Promise<Page> {
  const giveUp = AbortSignal.timeout(TIMEOUT_MS);
  for (;;) {
    try {
      return await ask(address, path);
    } catch (error) {
      const isEarly = (error as NodeJS.ErrnoException).code === "ECONNREFUSED";
      if (!isEarly || giveUp.aborted) throw error;
    }
  }
}

function ask(host: string, path: string): Promise<Page> {
  return new Promise((resolve, reject) => {
    const request = get({ host, path, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, body });
      });
      response.on("error", reject);
    });
    request.on("error", reject);
  });
}
