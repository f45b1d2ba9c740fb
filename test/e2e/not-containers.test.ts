/**
 * What is no container, though it has a cgroup of its own that was made while recording: services,
 * chroots, sandboxes. Nothing of them is stored.
 */
import assert from "node:assert/strict";
import { mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { findCgroup2 } from "../../src/record/containers/cgroup-tree.js";
import { openStore } from "../../src/store/open.js";
import { runCommand } from "./harness/command.js";
import { startCxray } from "./harness/cxray.js";
import { copyBusybox, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

/** Programs and their arguments; ROOT stands for another root directory. */
const OTHERS: Readonly<Record<string, string[]>> = {
  "a service": ["/bin/echo"],
  "a service with a file system of its own (PrivateTmp)": ["unshare", "--mount", "/bin/echo"],
  "a service with all namespaces and the host's root": [
    ...["unshare", "--mount", "--uts", "--ipc", "--pid", "--fork", "--mount-proc", "/bin/echo"],
  ],
  "a chroot": ["chroot", "ROOT", "/bin/echo"],
  "a chroot in its own file system and pid namespace": [
    ...["unshare", "--mount", "--pid", "--fork", "--root", "ROOT", "/bin/echo"],
  ],
  "a sandbox of bubblewrap": ["bwrap", "--unshare-all", "--bind", "ROOT", "/", "/bin/echo"],
};

/**
 * The first process of all namespaces, with another root: a container, whoever made it. As
 * runtimes do, it is moved in ($0) before it executes its program.
 */
const CONTAINER = `
  unshare --mount --uts --pid --fork --root "$1" \\
    /bin/sh -c 'until [ -e /go ]; do :; done; exec /bin/echo "$0"' "$2" &
  until child=$(cat /proc/$!/task/$!/children) && grep -qx sh "/proc/\${child% }/comm"; do :; done
  echo "$child" >"$0/cgroup.procs"
  touch "$1/go"
  wait
`;

describe("a cgroup of its own", live, () => {
  useEngine();
  const image = temporaryFolder();
  const db = join(temporaryFolder(), "cxray.db");
  const folder = join(findCgroup2() ?? "", `cxray-others-${String(process.pid)}`);
  const made: string[] = [];

  const run = async (name: string, script: string, args: readonly string[], word: string) => {
    const cgroup = join(folder, name);
    mkdirSync(cgroup, { recursive: true });
    made.push(cgroup);
    const all = [...args.map((each) => each.replace("ROOT", image)), word];
    const outcome = await runCommand("sh", ["-c", script, cgroup, ...all]);
    assert.equal(outcome.status, 0, `${word}: ${outcome.stderr}`);
  };

  before(async () => {
    mkdirSync(join(image, "bin"));
    for (const name of ["echo", "sh"]) await copyBusybox(join(image, "bin", name));
    const recorder = await startCxray(["record", "--engine", "none", "--db", db]);
    for (const [index, [word, command]] of Object.entries(OTHERS).entries()) {
      const script = 'echo $$ >"$0/cgroup.procs" && exec "$@"';
      await run(`other${String(index)}`, script, command, word);
    }
    await run("mine", CONTAINER, ["ROOT"], "a container");
    await recorder.stop();
  });

  after(() => {
    for (const each of [...made.reverse(), folder]) rmdirSync(each);
  });

  it("makes no container of a service, a chroot or a sandbox", () => {
    const words = new Set(eventsOf(db, "exec").map(({ behaviour }) => behaviour.argv.at(-1)));
    for (const word of Object.keys(OTHERS)) assert.ok(!words.has(word), word);
  });

  it("is a container where a program is the first of all its namespaces, with another root", () => {
    const store = openStore(db, "read");
    const found = store.containers().find(({ name }) => name === "mine");
    store.close();
    assert.deepEqual([found?.engine, found?.image, found?.joinedLate], ["unknown", null, false]);
    const own = eventsOf(db, "exec").filter(({ containerId }) => containerId === found?.id);
    assert.deepEqual(
      own.map(({ behaviour }) => behaviour.argv),
      [["/bin/echo", "a container"]],
    );
  });
});
