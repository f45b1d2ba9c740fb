/** Under sudo, what is made in a directory of the caller's is theirs. */
import assert from "node:assert/strict";
import { chownSync, statSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { openLineWriter } from "../../src/cli/recording/line-writer.js";
import { writeOutput } from "../../src/files/replace-file.js";
import { openStore } from "../../src/store/open.js";
import { temporaryFolder } from "../store/samples.js";

const CALLER = 65_534;
const asRoot = { skip: process.geteuid?.() === 0 ? false : "needs root" };

/** Each way to make a file that a user has to work with afterwards. */
const MAKERS: Readonly<Record<string, (path: string) => void | Promise<void>>> = {
  "a result": (path) => {
    writeOutput(path, "text");
  },
  "a database": (path) => {
    openStore(path, "write").close();
  },
  "a log": async (path) => {
    await openLineWriter(path).close();
  },
};

/** The owner of what was made in a folder of `folderOwner`, while sudo tells of CALLER. */
async function ownerOf(
  t: TestContext,
  make: (path: string) => void | Promise<void>,
  folderOwner: number,
): Promise<string> {
  const folder = temporaryFolder(t);
  chownSync(folder, folderOwner, folderOwner);
  Object.assign(process.env, { SUDO_UID: String(CALLER), SUDO_GID: String(CALLER) });
  try {
    await make(join(folder, "file"));
  } finally {
    for (const name of ["SUDO_UID", "SUDO_GID"]) Reflect.deleteProperty(process.env, name);
  }
  const { uid, gid } = statSync(join(folder, "file"));
  return `${String(uid)}:${String(gid)}`;
}

for (const [what, make] of Object.entries(MAKERS)) {
  test(
    `${what} in a directory of who called sudo is theirs, and root's elsewhere`,
    asRoot,
    async (t) => {
      assert.equal(await ownerOf(t, make, CALLER), `${String(CALLER)}:${String(CALLER)}`);
      assert.equal(await ownerOf(t, make, 0), "0:0");
      assert.equal(await ownerOf(t, make, 1), "0:0");
    },
  );
}
