/**
 * AppArmor as the kernel enforces it: a container does under its profile what it was recorded to do,
 * and nothing of what an attacker would. scripts/try-kernels.sh runs this in a kernel that has AppArmor.
 */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { printedBy, startCommand, type Outcome } from "./harness/command.js";
import { cxray } from "./harness/cxray.js";
import { copyBusybox, docker, engineEnvironment, useEngine } from "./harness/engine.js";
import { isLive, live } from "./harness/live.js";
import { recordRun } from "./harness/pipeline.js";
import { temporaryFolder } from "./harness/temporary.js";

const PARSER = "/usr/sbin/apparmor_parser";
const ENABLED = "/sys/module/apparmor/parameters/enabled";
const isEnforced = existsSync(ENABLED) && readFileSync(ENABLED, "utf8").startsWith("Y");
const where = isLive && !isEnforced ? { skip: "this kernel has no AppArmor" } : live;

const IMAGE = "cxray-test/busybox";
/** Files made, moved, linked and removed; a script; a pipe; a process that is ended; a socket. */
const WORK = `
mkdir /tmp/d; echo a >/tmp/d/f; mv /tmp/d/f /tmp/d/g; ln /tmp/d/g /tmp/d/h; cat /tmp/d/h; rm -r /tmp/d
printf '#!/bin/sh\\necho script\\n' >/tmp/x; chmod 755 /tmp/x; /tmp/x | cat; rm /tmp/x
sleep 30 & kill $!; wait; nc -l -p 1234 & until echo hey | nc 127.0.0.1 1234 2>/dev/null; do :; done; wait; exit 3`;

const CHROOT = "change its root directory";
/** What an attacker would do in the container, each with a right that it needs without AppArmor. */
const ATTACKS: Readonly<Record<string, string>> = {
  "write to a system file": "echo evil >>/etc/passwd",
  "read a file it never read": "cat /data/secret",
  "run a program that it brought": "/data/busybox true",
  "write a program and run it": "cp /bin/busybox /tmp/busybox && /tmp/busybox true",
  "mount a file system": "mount -t tmpfs none /root",
  "look into a process of the host": "cat /proc/$HOST_PROCESS/environ",
  "signal a process of the host": "kill -CONT $HOST_PROCESS",
  "make a raw socket": "ping -c 1 127.0.0.1",
  [CHROOT]: "chroot / true",
  "leave its profile": "echo changeprofile unconfined >/proc/self/attr/current",
};

describe("an AppArmor profile in force", where, () => {
  useEngine();
  const folder = temporaryFolder();
  const db = join(folder, "cxray.db");
  const work = ["sh", "-c", WORK];

  before(async () => {
    const { status, stderr } = await recordRun(db, IMAGE, ...work);
    assert.equal(status, 3, stderr);
  });

  it("lets the workload do what it was recorded to do", async () => {
    const { status, stdout, stderr } = await verify(...work);
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /under its AppArmor profile: HELD/u);
    assert.match(stdout, /status +3 in both runs/u);
  });

  it("refuses another workload, which cxray verify names", async () => {
    const { status, stdout, stderr } = await verify("sh", "-c", "echo evil >>/etc/passwd");
    assert.equal(status, 1, stdout + stderr);
    assert.match(stdout, /! open to write \/etc\/passwd: EACCES\n +by \/bin\/busybox/u);
  });

  it("refuses what an attacker does, all of which works without it", async () => {
    const data = join(folder, "data");
    mkdirSync(data);
    writeFileSync(join(data, "secret"), "");
    await copyBusybox(join(data, "busybox"));
    const profile = join(folder, "profile");
    const emitted = await cxray([
      ...["emit", "--db", db, "-f", "apparmor", "--profile-name", "cxray-e2e", "-o", profile],
    ]);
    assert.equal(emitted.status, 0, emitted.stderr);
    // Kernels before 6.14 don't tell which capabilities are used: the profile allows all of them.
    const allowed = emitted.stderr.includes("capabilities are used is not known") ? [CHROOT] : [];
    await printedBy(PARSER, ["-K", "-r", profile]);
    try {
      assert.deepEqual(await attack("unconfined", data), say());
      assert.deepEqual(await attack("cxray-e2e", data), say(allowed));
    } finally {
      await printedBy(PARSER, ["-R", profile]);
    }
  });

  const verify = (...command: string[]): Promise<Outcome> =>
    cxray(
      ["verify", "--db", db, "-f", "apparmor", "--", "docker", "run", "--rm", IMAGE, ...command],
      { env: engineEnvironment() },
    );
});

/** What `attack` says where all of them, or some alone, get through. */
function say(done: readonly string[] = Object.keys(ATTACKS)): string[] {
  return Object.keys(ATTACKS).map((name) => `${done.includes(name) ? "done" : "refused"}: ${name}`);
}

/** All attacks in one container that has every right they need; what came of each. */
async function attack(profile: string, data: string): Promise<string[]> {
  const victim = startCommand("sleep", ["1000"]);
  try {
    const script = Object.entries(ATTACKS).map(
      ([name, command]) =>
        `if (${command}) >/dev/null 2>&1; then echo "done: ${name}"; else echo "refused: ${name}"; fi`,
    );
    const said = await docker(
      ...["run", "--rm", "--security-opt", `apparmor=${profile}`, "--pid", "host"],
      ...["--cap-add", "SYS_ADMIN", "--cap-add", "SYS_PTRACE", "-v", `${data}:/data:ro`],
      ...["-e", `HOST_PROCESS=${String(victim.child.pid)}`, IMAGE, "sh", "-c", script.join("\n")],
    );
    return said.split("\n");
  } finally {
    victim.child.kill("SIGKILL");
    await victim.ended;
  }
}
