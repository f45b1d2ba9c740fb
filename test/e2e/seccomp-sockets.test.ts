/** The emitted seccomp profile looks at the arguments of socket: what was not used is refused. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { cxray } from "./harness/cxray.js";
import { dockerOutcome, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { recordRun } from "./harness/pipeline.js";
import { temporaryFolder } from "./harness/temporary.js";

/** Says whether sockets can be made: unix, TCP, UDP over IPv6; raw, netfilter's, packet ones. */
const MAKE_SOCKETS = `
import socket
for sort in [(1, 1, 0), (2, 1, 0), (10, 2, 0), (2, 3, 1), (16, 3, 12), (17, 3, 0)]:
    try:
        socket.socket(*sort).close()
        print(sort, "made")
    except OSError as error:
        print(sort, "refused" if error.errno in (1, 38) else error)`;

const PYTHON = ["cxray-test/debian", "python3", "-c"];

function outcomes(stdout: string): string[] {
  return stdout.match(/made|refused/gu) ?? [];
}

describe("sockets under the seccomp profile of a program that used some", live, () => {
  useEngine();

  it("can be made of the families that were used, and of no other", async () => {
    const free = await dockerOutcome(["run", "--rm", ...PYTHON, MAKE_SOCKETS]);
    assert.deepEqual(outcomes(free.stdout), Array(6).fill("made"), free.stdout);

    const db = join(temporaryFolder(), "cxray.db");
    const used = "import socket; socket.socket(2, 1).close(); socket.socket(1, 1).close()";
    const recorded = await recordRun(db, ...PYTHON, used);
    assert.equal(recorded.status, 0, recorded.stderr);
    const profile = `${db}.seccomp.json`;
    const emitted = await cxray(["emit", "--db", db, "-f", "seccomp", "-o", profile]);
    assert.equal(emitted.status, 0, emitted.stderr);

    const seccomp = ["--security-opt", `seccomp=${profile}`];
    const { stdout } = await dockerOutcome(["run", "--rm", ...seccomp, ...PYTHON, MAKE_SOCKETS]);
    const [unix, tcp, udp6, ...others] = outcomes(stdout);
    assert.deepEqual([unix, tcp, udp6], ["made", "made", "made"], stdout);
    assert.deepEqual(others, ["refused", "refused", "refused"], stdout);
  });
});
