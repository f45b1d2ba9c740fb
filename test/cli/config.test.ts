import assert from "node:assert/strict";
import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { loadConfig, type Config } from "../../src/cli/config.js";
import { CxrayError } from "../../src/model/errors.js";
import { temporaryFolder } from "../store/samples.js";

function load(t: TestContext, text: string): Promise<Config> {
  const path = join(temporaryFolder(t), "cxray.yaml");
  writeFileSync(path, text);
  return loadConfig(path);
}

/** What is said of a file that is refused. */
async function complaint(read: () => Promise<Config>): Promise<string> {
  try {
    await read();
  } catch (error) {
    assert.ok(error instanceof CxrayError, String(error));
    assert.equal(error.code, "bad-config");
    return [error.message, ...error.advice].join("\n");
  }
  return assert.fail("the file was accepted");
}

test("every option can be kept in the file", async (t) => {
  const config: Required<Config> = {
    db: "/var/lib/cxray.db",
    image: ["nginx*", "redis"],
    container: "web-*",
    duration: "30s",
    log: "-",
    events: ["open", "execve"],
    engine: "none",
    buffer: 64,
    format: "falco",
    template: "mine.hbs",
    errno: "EPERM",
    runtimes: "recorded",
    includeSessions: true,
  };
  const lines = Object.entries(config).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
  assert.deepEqual(await load(t, lines.join("")), config);
});

test("no file, an empty one, and one of comments alone are no options", async (t) => {
  assert.deepEqual(await loadConfig(join(temporaryFolder(t), "missing.yaml")), {});
  for (const text of ["", "\n\n", "# db: mine.db\n  # more\n", "---\n"]) {
    assert.deepEqual(await load(t, text), {}, JSON.stringify(text));
  }
});

test("an option that doesn't exist is named, and all of them at once", async (t) => {
  const text = await complaint(() => load(t, "databse: x\nbufer: 3\n"));
  assert.match(text, /databse: there is no such option/);
  assert.match(text, /bufer: there is no such option/);
  assert.match(text, /docs\/configuration\.md/);
});

test("a value of the wrong kind is named", async (t) => {
  assert.match(await complaint(() => load(t, "db: 5\n")), /^ +db: must be string$/m);
  assert.match(
    await complaint(() => load(t, "buffer: 3\n")),
    /^ +buffer: must be equal to one of/m,
  );
  assert.match(await complaint(() => load(t, "errno: EIO\n")), /^ +errno: /m);
  assert.match(await complaint(() => load(t, "image: [1]\n")), /^ +image/m);
  assert.match(await complaint(() => load(t, 'db: ""\n')), /^ +db: /m);
  assert.match(await complaint(() => load(t, "includeSessions: maybe\n")), /must be boolean/);
  assert.match(await complaint(() => load(t, "- db\n")), /the file: must be object/);
});

test("what is not YAML, and several documents, are refused with the place", async (t) => {
  assert.match(await complaint(() => load(t, "db: [\n")), /cxray\.yaml is not YAML: .*\(\d+:\d+\)/);
  assert.match(await complaint(() => load(t, "db: a\n---\ndb: b\n")), /single document/);
  assert.match(await complaint(() => load(t, "db: a\ndb: b\n")), /duplicated/);
});

test("a file that can't be read is no missing file", async (t) => {
  const path = join(temporaryFolder(t), "cxray.yaml");
  mkdirSync(path);
  assert.match(await complaint(() => loadConfig(path)), /can't be read: it is a folder \(EISDIR\)/);
});

const asRoot = { skip: process.geteuid?.() === 0 ? false : "needs root" };

/** A valid file that belongs to someone. */
function fileOf(t: TestContext, uid: number, mode: number): string {
  const path = join(temporaryFolder(t), "cxray.yaml");
  writeFileSync(path, "db: x.db\n");
  chownSync(path, uid, uid);
  chmodSync(path, mode);
  return path;
}

/** Sets SUDO_UID until the test ends. */
function sudoFrom(t: TestContext, uid: string | undefined): void {
  const before = process.env["SUDO_UID"];
  const set = (value: string | undefined): void => {
    if (value === undefined) delete process.env["SUDO_UID"];
    else process.env["SUDO_UID"] = value;
  };
  set(uid);
  t.after(() => {
    set(before);
  });
}

test(
  "as root a file of another user is refused, but not that of who called sudo",
  asRoot,
  async (t) => {
    const path = fileOf(t, 65_534, 0o644);
    for (const uid of [undefined, "", "1000"]) {
      sudoFrom(t, uid);
      const text = await complaint(() => loadConfig(path));
      assert.match(text, /cxray\.yaml belongs to user 65534.*root\n.*chown root cxray\.yaml/);
    }
    sudoFrom(t, "65534");
    assert.deepEqual(await loadConfig(path), { db: "x.db" });
    sudoFrom(t, "1000");
    assert.deepEqual(await loadConfig(fileOf(t, 0, 0o600)), { db: "x.db" });
  },
);

test("as root a file that others may write is refused", asRoot, async (t) => {
  for (const mode of [0o664, 0o646, 0o666]) {
    const text = await complaint(() => loadConfig(fileOf(t, 0, mode)));
    assert.match(text, /cxray\.yaml can be written by others.*root\n.*chmod go-w cxray\.yaml/);
  }
});
