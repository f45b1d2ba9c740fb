import assert from "node:assert/strict";
import { chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { EventEmitter, once } from "node:events";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { ContainerDescription } from "../../../../src/record/containers/engine.js";
import { ContainersStorage } from "../../../../src/record/containers/files/containers-storage.js";
import { FileEngines } from "../../../../src/record/containers/files/file-engines.js";
import { OciRuntimes } from "../../../../src/record/containers/files/oci-runtimes.js";
import { UserEngines } from "../../../../src/record/containers/files/user-engines.js";
import { temporaryFolder } from "../../../store/samples.js";
import { awaited, engineFile } from "../files.js";

/** Of whoever runs the tests, as files have to be their user's. */
const uid = process.getuid?.() ?? 0;

/** Emits the id of each container whose state was read. */
const states = new EventEmitter();
const onState = (id: string): void => {
  states.emit(id);
};

function engines(t: TestContext, folder: string, passwd = ""): FileEngines {
  const [run, home] = [join(folder, "run"), join(folder, "home")];
  writeFileSync(join(folder, "passwd"), passwd);
  const roots = [join(run, "runc"), join(run, "crun")];
  const all = new FileEngines([
    new ContainersStorage({ graphRoot: join(home, "storage"), uid, stateRoots: roots }),
    new OciRuntimes({ roots, parents: [join(run, "containerd/runc")], uid, mounts: [], onState }),
    new UserEngines({ mounts: [], run: join(run, "user"), passwd: join(folder, "passwd") }),
  ]);
  t.after(() => {
    all.close();
  });
  return all;
}

/** A container that is removed as soon as its state was read. */
async function runShortly(root: string, id: string, owner = uid): Promise<void> {
  const read = awaited(once(states, id));
  mkdirSync(join(root, id), { recursive: true });
  const state = engineFile("runc-state.json")
    .replaceAll("/sys/fs/cgroup/unified/web", `/${id}`)
    .replace("bundle=/srv/web", `bundle=/srv/${id}`);
  writeFileSync(join(root, id, "state.tmp"), state);
  chownSync(join(root, id, "state.tmp"), owner, -1);
  renameSync(join(root, id, "state.tmp"), join(root, id, "state.json"));
  await read;
  rmSync(join(root, id), { recursive: true });
}

const describe = (all: FileEngines, id: string): Promise<ContainerDescription | null> =>
  all.describe({ id, cgroup: `/${id}`, uid });

test("runtimes that are used for the first time while recording are known", async (t) => {
  const folder = temporaryFolder(t);
  const all = engines(t, folder);
  assert.deepEqual(
    [all.state, all.description],
    ["absent", "what Podman, CRI-O, runc and crun leave"],
  );
  await runShortly(join(folder, "run/runc"), "first");
  assert.equal((await describe(all, "first"))?.name, "first");
  await runShortly(join(folder, "run/containerd/runc/default"), "second");
  assert.equal((await describe(all, "second"))?.name, "second");
  assert.ok(all.state === "answers" && all.description.startsWith("OCI bundles in "));
});

test("runtimes whose folder is made anew are known as before", async (t) => {
  const folder = temporaryFolder(t);
  const root = join(folder, "run/runc");
  mkdirSync(root, { recursive: true });
  const all = engines(t, folder);
  rmSync(join(folder, "run"), { recursive: true });
  await runShortly(root, "again");
  assert.equal((await describe(all, "again"))?.name, "again");
  await runShortly(root, "once more");
  assert.equal((await describe(all, "once more"))?.name, "once more");
});

test("a container of Podman's that was removed before its files were read is known to be missed", async (t) => {
  const folder = temporaryFolder(t);
  const all = engines(t, folder);
  const [removed, foreign, unused] = ["a", "b", "c"].map((digit) => digit.repeat(64));
  assert.ok(removed !== undefined && foreign !== undefined && unused !== undefined);
  const ask = (id: string, cgroup: string) => all.describe({ id, cgroup, uid });
  assert.equal(await ask(unused, `/machine.slice/libpod-${unused}.scope`), null);
  mkdirSync(join(folder, "home/storage"), { recursive: true });
  assert.equal(await ask(removed, `/machine.slice/libpod-${removed}.scope`), null);
  assert.equal(await ask(foreign, `/system.slice/docker-${foreign}.scope`), null);
  assert.deepEqual(
    [removed, foreign, unused].map((id) => all.announced(id)),
    [true, false, false],
  );
});

test("a user's engine counts where there is no other: by storage, or by state", (t) => {
  const folder = temporaryFolder(t);
  const all = engines(
    t,
    folder,
    `root:x:0:0::${folder}/root:/bin/sh\nme:x:1000:1000::${folder}/me:\n`,
  );
  mkdirSync(join(folder, "root/.local/share/containers/storage"), { recursive: true });
  mkdirSync(join(folder, "run/user/1000"), { recursive: true });
  assert.equal(all.state, "absent");
  mkdirSync(join(folder, "run/user/1000/crun"));
  assert.deepEqual([all.state, all.description], ["answers", "users' engines"]);
  rmSync(join(folder, "run/user/1000"), { recursive: true });
  assert.equal(all.state, "absent");
  mkdirSync(join(folder, "me/.local/share/containers/storage"), { recursive: true });
  assert.equal(all.state, "answers");
});

test("a user who comes while recording is known", async (t) => {
  const owner = uid === 0 ? 1000 : uid;
  const folder = temporaryFolder(t);
  const places = { mounts: [], run: join(folder, "user"), passwd: join(folder, "passwd"), onState };
  const users = new UserEngines(places);
  t.after(() => {
    users.close();
  });
  const own = join(places.run, String(owner));
  for (const id of ["box", "another"]) {
    await runShortly(join(own, "runc"), id, owner);
    const found = await users.describe({ id, cgroup: `/${id}`, uid: owner });
    assert.equal(found?.name, id);
  }
});
