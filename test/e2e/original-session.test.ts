/** The session that the original cxray's README shows, in a real container. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { startCxray } from "./harness/cxray.js";
import { docker, engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { parseLog, type LogLine } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

const LISTENER = "cxray-test-listener";
/** A shell that isn't replaced by its last command, so that each command is a process. */
const SESSION = `
id
uname -a
cat /etc/passwd
nc -l 12345 </dev/null & listener=$!
until grep -q :3039 /proc/net/tcp; do :; done # 12345, listening
nc -w 2 "$1" 80 </dev/null
kill $listener
true`;

describe("the original README's session", live, () => {
  useEngine();
  let lines: readonly LogLine[] = [];
  let container = "";
  let server = "";

  before(async () => {
    await docker("run", "-d", "--rm", "--name", LISTENER, "cxray-test/nginx");
    server = await docker("inspect", "-f", "{{.NetworkSettings.IPAddress}}", LISTENER);
    const recorder = await startCxray([], { env: engineEnvironment(), cwd: temporaryFolder() });
    container = await docker(
      "create",
      "cxray-test/debian",
      "bash",
      "-c",
      SESSION,
      "session",
      server,
    );
    await docker("start", "-a", container);
    const { stdout } = await recorder.stop();
    lines = parseLog(stdout).filter((line) => line.data.container_id === container.slice(0, 12));
    await docker("rm", container);
    await docker("rm", "-f", LISTENER);
  });

  const dataOf = (name: string, fits: (data: Readonly<Record<string, string>>) => boolean) => {
    const found = lines.filter(({ data }) => data.event.name === name && fits(data.event.data));
    const names = lines.map(({ data }) => data.event.name);
    assert.equal(found.length, 1, `${name} among ${[...new Set(names)].join(" ")}`);
    const [line] = found;
    assert.ok(line !== undefined);
    assert.equal(line.level, "info");
    assert.equal(line.msg, name);
    assert.match(line.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u);
    return line.data.event.data;
  };

  it("logs the programs with their arguments, as execve", () => {
    const { pid, ...uname } = dataOf("execve", (data) => data["comm"] === "/usr/bin/uname");
    assert.match(pid ?? "", /^\d+$/u);
    assert.deepEqual(pickOriginal(uname, ["argv", "comm", "ret", "uid", "user"]), {
      argv: "-a",
      comm: "/usr/bin/uname",
      ret: "0",
      uid: "0",
      user: "root",
    });
    assert.equal(dataOf("execve", (data) => data["comm"] === "/usr/bin/id")["argv"], "");
    assert.equal(
      dataOf("execve", (data) => data["comm"] === "/usr/bin/cat")["argv"],
      "/etc/passwd",
    );
  });

  it("logs the file that cat opens, as open", () => {
    const open = dataOf(
      "open",
      (data) => data["comm"] === "cat" && data["fname"] === "/etc/passwd",
    );
    assert.deepEqual(pickOriginal(open, ["comm", "fname", "ret", "uid"]), {
      comm: "cat",
      fname: "/etc/passwd",
      ret: "3",
      uid: "0",
    });
  });

  it("logs the connection with both ends, as tcp_v4_connect", () => {
    const connect = dataOf("tcp_v4_connect", (data) => data["dport"] === "80");
    assert.equal(connect["comm"], "nc");
    assert.equal(connect["daddr"], server);
    assert.match(connect["saddr"] ?? "", /^10\.|^172\./u);
    assert.equal(connect["uid"], "0");
    assert.equal(connect["ret"], "0"); // nc's connect doesn't wait for it
  });

  it("logs the listener, as inet_listen", () => {
    const listen = dataOf(
      "inet_listen",
      (data) => data["listen_port"] === "12345" && data["listen_addr"] === "0.0.0.0",
    );
    assert.equal(listen["comm"], "nc");
    assert.equal(listen["protocol"], "tcp");
    assert.equal(listen["uid"], "0");
  });

  it("has only strings as values, also of the keys that were added", () => {
    const values = lines.flatMap(({ data }) => Object.values(data.event.data));
    assert.deepEqual(
      values.filter((value) => typeof value !== "string"),
      [],
    );
  });
});

function pickOriginal(data: Readonly<Record<string, string>>, keys: readonly string[]) {
  return Object.fromEntries(keys.map((key) => [key, data[key]]));
}
