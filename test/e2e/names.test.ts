/** Two containers of a Docker network: one asks for the other by name, over HTTP and over TLS. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { openStore } from "../../src/store/open.js";
import { packageFile } from "../../src/files/package-root.js";
import { printedBy } from "./harness/command.js";
import { docker, dockerOutcome, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { recordCommand } from "./harness/pipeline.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

const SCRIPT = `
docker run --detach --name "$1" --network "$3" --network-alias web.test \\
  -v "$4:/work:ro" -v "$5/web-server.py:/server.py:ro" cxray-test/debian python3 /server.py
docker run --rm --name "$2" --network "$3" \\
  -v "$5/curl.conf:/curl.conf:ro" cxray-test/debian curl --config /curl.conf
docker run --rm --network "$3" cxray-test/busybox nslookup web.test
docker rm --force "$1"
`;

describe("a client that asks a server by its name", live, () => {
  useEngine();
  const folder = temporaryFolder();
  const work = temporaryFolder();
  const db = join(folder, "cxray.db");
  const unique = `names-${String(process.pid)}`;
  const [server, client, network] = [`${unique}-web`, `${unique}-client`, `${unique}-net`];
  let address = "";

  before(async () => {
    const files = ["-keyout", join(work, "key.pem"), "-out", join(work, "certificate.pem")];
    await printedBy("openssl", [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"],
      ...["-subj", "/CN=web.test", ...files],
    ]);
    await docker("network", "create", network);
    const workloads = packageFile("test/e2e/workloads");
    const { status, stderr } = await recordCommand(
      db,
      ...["sh", "-ec", SCRIPT, "names", server, client, network, work, workloads],
    );
    assert.equal(status, 0, stderr);
    const [request] = requests();
    address = request?.remote.address ?? "";
  });

  after(async () => {
    await dockerOutcome(["rm", "--force", server]);
    await dockerOutcome(["network", "rm", network]);
  });

  const requests = () => eventsOf(db, "http-request").map(({ behaviour }) => behaviour);

  it("has the answers of Docker's own DNS, which tie the name to the address", () => {
    const answers = eventsOf(db, "name-answer").map(({ behaviour }) => behaviour);
    const known = { kind: "name-answer", name: "web.test", aliases: [], code: 0 };
    const from = { server: { address: "127.0.0.11", port: 53 } };
    for (const image of ["/usr/bin/curl", "/bin/busybox"]) {
      const told = eventsOf(db, "name-answer").filter(({ actor }) => actor.programs[0] === image);
      assert.ok(
        told.some(({ behaviour }) => behaviour.addresses[0] === address),
        `${image}: ${JSON.stringify(answers)}`,
      );
    }
    for (const answer of answers) {
      const addresses = answer.type === 1 ? [address] : [];
      assert.deepEqual(answer, { ...known, type: answer.type, addresses, ...from });
    }
    assert.deepEqual(
      [...new Set(answers.map(({ type }) => type))].sort((a, b) => a - b),
      [1, 28],
    );
  });

  it("sent its questions to Docker's own DNS", () => {
    const sent = eventsOf(db, "send").map(({ behaviour }) => behaviour.remote);
    assert.ok(sent.length > 0);
    for (const remote of sent) assert.deepEqual(remote, { address: "127.0.0.11", port: 53 });
  });

  it("has its request with host, port, method and path, and without the query", () => {
    assert.deepEqual(requests(), [
      {
        kind: "http-request",
        method: "POST",
        host: "web.test",
        port: 8080,
        path: "/deep/page",
        remote: { address, port: 8080 },
      },
    ]);
  });

  it("has the server's name in its TLS greeting", () => {
    assert.deepEqual(
      eventsOf(db, "tls-hello").map(({ behaviour }) => behaviour),
      [{ kind: "tls-hello", serverName: "web.test", remote: { address, port: 8443 } }],
    );
  });

  it("connected to the address that DNS told", () => {
    const tcp = eventsOf(db, "connect").filter(({ behaviour }) => behaviour.transport === "tcp");
    assert.ok(tcp.length >= 2);
    for (const { behaviour } of tcp) assert.equal(behaviour.remote.address, address);
  });

  it("leaves nothing else of what was said in the database", () => {
    const names = readdirSync(folder).filter((name) => name.startsWith("cxray.db"));
    const found = names.map((name) => readFileSync(join(folder, name), "latin1"));
    assert.ok(found.some((text) => text.includes("/deep/page")));
    for (const text of found) assert.equal(text.indexOf("S3CRET"), -1);
  });

  it("shows when a container began to serve, and that a client doesn't", () => {
    const store = openStore(db, "read");
    try {
      const containers = store.containers();
      const servedAt = (name: string): bigint | null | undefined =>
        containers.find((container) => container.name === name)?.servedAt;
      assert.equal(typeof servedAt(server), "bigint");
      assert.equal(servedAt(client), null);
    } finally {
      store.close();
    }
  });
});
