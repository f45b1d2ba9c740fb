/** Arguments, capabilities and changes of rights, as one program after the other shows them. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { argumentMeaning } from "../../src/model/kernel/argument-meaning.js";
import { capabilityName, capabilityUse } from "../../src/model/kernel/capabilities.js";
import type { EventKind } from "../../src/model/events/events.js";
import { privilegeMeaning } from "../../src/model/kernel/privilege-meaning.js";
import { signalName } from "../../src/model/kernel/signals.js";
import { syscallName } from "../../src/model/kernel/syscalls.js";
import { packageFile } from "../../src/files/package-root.js";
import { startCxray } from "./harness/cxray.js";
import { docker, engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { ONLY_OURS } from "./harness/pipeline.js";
import { eventsOf, type EventOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

const MOUNT = ["-v", `${packageFile("test/e2e/workloads/rights.py")}:/rights.py:ro`];
const SIGNALS = packageFile("test/e2e/workloads/signals.py");
const ENOSYS = -38;
const ESRCH = -3;
const EPERM = -1;
const EACCES = -13;

/** What the kernel of the machine answers, as the program printed it. */
type Answers = Readonly<Record<string, number>>;

describe("rights", live, () => {
  useEngine();
  const db = join(temporaryFolder(), "rights.db");
  let answers: Answers = {};
  let plain = "";
  let special = "";
  let signalling = "";

  /** Runs a container to its end; gives its id, and what it printed. */
  const run = async (...args: string[]): Promise<{ id: string; printed: string }> => {
    const id = await docker("run", "-d", ...MOUNT, ...args);
    assert.equal(await docker("wait", id), "0", await docker("logs", id));
    const printed = await docker("logs", id);
    await docker("rm", id);
    return { id, printed };
  };

  /** the executable that python3 links to in the image */
  let python = "";

  before(async () => {
    python = await docker("run", "--rm", "cxray-test/debian", "readlink", "-f", "/usr/bin/python3");
    const recorder = await startCxray(["record", "--db", db, ...ONLY_OURS], {
      env: engineEnvironment(),
    });
    const program = ["cxray-test/debian", "python3", "/rights.py"];
    const first = await run("--security-opt", "seccomp=unconfined", ...program);
    plain = first.id;
    answers = JSON.parse(first.printed) as Answers;
    const rights = ["--cap-add", "SYS_ADMIN", "--cap-drop", "CHOWN", "--cap-drop", "NET_RAW"];
    special = (await run(...rights, ...program, "capabilities")).id;
    const script = ["-v", `${SIGNALS}:/signals.py:ro`];
    signalling = (await run(...script, "cxray-test/debian", "python3", "/signals.py")).id;
    const visited = await docker("run", "-d", "cxray-test/debian", "sleep", "1000");
    const change = "import os; os.setgid(33); os.setuid(33)";
    await docker("exec", visited, "python3", "-c", change);
    await docker("rm", "-f", visited);
    const { status, stderr } = await recorder.stop();
    assert.equal(status, 0, stderr);
    assert.match(stderr, /\b0 lost\b/);
  });

  const ofMain = <K extends EventKind>(kind: K, containerId: string): EventOf<K>[] =>
    eventsOf(db, kind).filter(
      (event) => event.containerId === containerId && event.actor.origin === "main",
    );

  it("are used with arguments that a filter could look at, each told once", () => {
    const told = ofMain("argument", plain).map(({ behaviour: { abi, nr, values } }) => {
      const call = syscallName(abi, nr);
      return `${call} ${argumentMeaning(call, values)}`;
    });
    assert.deepEqual([...new Set(told)], told, "twice");
    const expected = [
      "socket AF_NETLINK SOCK_RAW NETLINK_KOBJECT_UEVENT", // without SOCK_CLOEXEC
      "ioctl TIOCSTI",
      "ioctl 0xdeadbeef",
      "prctl PR_SET_CHILD_SUBREAPER",
      "personality query",
      "unshare CLONE_FILES",
      "setns CLONE_NEWNET",
      "clone3 CLONE_FS",
      "clone CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID", // fork, without its signal
    ];
    for (const line of expected) assert.ok(told.includes(line), `${line} in\n${told.join("\n")}`);
  });

  it("are changed: each call with its arguments and its result, once", () => {
    const child = answers["child"] ?? assert.fail("no child");
    const all = 2 ** 0 + 2 ** 6 + 2 ** 7;
    const told = ofMain("privilege", plain).map(
      ({ actor, behaviour: { abi, nr, values, ret } }) => {
        assert.equal(actor.programs[0], python);
        return [syscallName(abi, nr), values, ret] as const;
      },
    );
    assert.deepEqual(told, [
      ["capset", [0, all, all, 0], 0],
      ["setgroups", [4, 1, 33, 4], 0],
      ["setresgid", [33, 33, -1], 0],
      ["setfsuid", [0], 0],
      ["setuid", [33], 0],
      ["setuid", [0], EPERM],
      ["ptrace", [0x4206, child], 0],
      ["ptrace", [0x4207, child], 0],
      ["ptrace", [7, child], 0],
      ["ptrace", [7, child], ESRCH], // it runs already; asked twice
      ["process_vm_readv", [child], 4],
      ["process_vm_writev", [child], 4],
      ["bpf", [5], answers["bpf"]],
      ["init_module", [], answers["init_module"]],
      ["kexec_load", [], answers["kexec_load"]],
    ]);
    assert.ok([EPERM, ENOSYS].includes(answers["init_module"] ?? 0), "a module was loaded");
    const words = told.map(([call, values]) => privilegeMeaning(call, values));
    assert.deepEqual(words.slice(0, 5), [
      "CAP_CHOWN CAP_SETGID CAP_SETUID",
      "groups 1, 33, 4 and 1 more",
      "real gid 33, effective gid 33",
      "uid 0",
      "uid 33",
    ]);
  });

  const capabilitiesOf = (containerId: string): string[] =>
    ofMain("capability", containerId).map(({ actor, behaviour }) => {
      assert.equal(actor.programs[0], python);
      const { abi, capability, nr, ret } = behaviour;
      const call = nr === null ? "-" : syscallName(abi, nr);
      return [capabilityName(capability), call, String(ret), capabilityUse(behaviour)].join(" ");
    });

  it("are asked for by the kernel: used, refused, or asked for in passing", (t) => {
    const told = capabilitiesOf(plain);
    if (told.length === 0) {
      t.skip("this kernel does not tell (Linux 6.14 does)");
      return;
    }
    assert.deepEqual([...new Set(told)], told, "twice");
    const expected = [
      "CAP_SYS_ADMIN mmap 0 probed",
      "CAP_SYS_ADMIN clone 0 probed",
      "CAP_SETPCAP capset 0 probed",
      "CAP_SETGID setgroups 0 used",
      "CAP_SETGID setresgid 0 used",
      "CAP_SETUID setuid 0 used",
      `CAP_SETUID setuid ${EPERM} refused`,
      `CAP_CHOWN chown ${EPERM} refused`,
      `CAP_DAC_OVERRIDE openat ${EACCES} refused`,
      `CAP_SYS_ADMIN sethostname ${EPERM} refused`,
    ];
    for (const line of expected) assert.ok(told.includes(line), `${line} in\n${told.join("\n")}`);
  });

  it("are what the container was given, and not what it has in a namespace of its own", (t) => {
    const told = capabilitiesOf(special);
    if (told.length === 0) {
      t.skip("this kernel does not tell (Linux 6.14 does)");
      return;
    }
    const needed = told.filter((line) => !line.endsWith("probed")).sort();
    assert.deepEqual(needed, [
      `CAP_CHOWN chown ${EPERM} refused`,
      `CAP_NET_RAW socket ${EPERM} refused`,
      "CAP_SYS_ADMIN clone3 0 used", // it made a namespace; an ordinary clone asks in passing
      "CAP_SYS_ADMIN unshare 0 used",
    ]);
    const packet = ofMain("argument", special).filter(
      ({ behaviour }) => behaviour.values[0] === 17,
    );
    assert.equal(packet.length, 1, "no packet socket was asked for in the new namespace");
  });

  it("of whoever comes in through docker exec are a session's", () => {
    const calls = eventsOf(db, "privilege")
      .filter(({ actor }) => actor.origin === "session")
      .map(({ behaviour: { abi, nr, values, ret } }) => [syscallName(abi, nr), values, ret]);
    assert.deepEqual(calls, [
      ["setgid", [33], 0],
      ["setuid", [33], 0],
    ]);
  });

  it("are used by signals: which one, to whom and whether it went, each told once", () => {
    const told = ofMain("signal", signalling).map(({ behaviour, actor }) => {
      assert.deepEqual([actor.comm, actor.phase], ["python3", "workload"]);
      return [signalName(behaviour.signal), behaviour.target, behaviour.executable, behaviour.ret];
    });
    assert.deepEqual(told, [
      ["SIGUSR1", "self", null, 0],
      ["SIGRTMIN+1", "self", null, 0],
      ["SIGTERM", "child", python, 0],
      ["SIGKILL", "container", python, 0],
      ["SIGUSR2", "parent", python, 0],
      ["SIGTERM", null, null, ESRCH],
    ]);
  });
});
