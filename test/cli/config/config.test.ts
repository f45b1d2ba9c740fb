import assert from "node:assert/strict";
import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { loadConfig, type Config } from "../../../src/cli/config/config.js";
import { FORMAT_NAMES } from "../../../src/emit/formats.js";
import { temporaryFolder } from "../../store/samples.js";
import { complaint, load } from "./loading.js";

test("every option can be kept in the file", async (t) => {
  const config: Required<Omit<Config, "policy">> = {
    db: "/var/lib/cxray.db",
    image: ["nginx*", "redis"],
    container: "web-*",
    duration: "30s",
    "max-size": "2G",
    log: "-",
    events: ["open", "execve"],
    engine: "none",
    buffer: 64,
    format: "falco",
    template: "mine.hbs",
    errno: "EPERM",
    "profile-name": "web",
    runtimes: "recorded",
    "similar-calls": false,
    "seccomp-profile": "profiles/web.json",
    user: "1000:1000",
    "pod-labels": "app=web",
    action: "Sigkill",
    "apparmor-profile": "cxray-web",
    "include-sessions": true,
    quiet: true,
    color: "never",
    patterns: { off: ["varying-name"] },
    fail: { on: "any", severity: "medium", kinds: ["executables"] },
    falco: {
      scope: { containers: ["web-*"], namespaces: ["prod"] },
      tags: ["team-a"],
      rules: { "Unexpected read": { enabled: false, priority: "DEBUG", tags: ["quiet"] } },
    },
  };
  const lines = Object.entries(config).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
  assert.deepEqual(await load(t, lines.join("")), config);
});

test("the spelling of JavaScript is taken too, but not both at once", async (t) => {
  assert.deepEqual(await load(t, "includeSessions: true\n"), { "include-sessions": true });
  assert.match(
    await complaint(() => load(t, "includeSessions: true\ninclude-sessions: true\n")),
    /cxray\.yaml has include-sessions in two spellings/,
  );
});

test("a duration can be a bare number of seconds", async (t) => {
  assert.deepEqual(await load(t, "duration: 5\n"), { duration: "5" });
  assert.deepEqual(await load(t, "duration: 0.5\n"), { duration: "0.5" });
  for (const wrong of ["0", "-5", "soon", "[5]"]) {
    assert.match(
      await complaint(() => load(t, `duration: ${wrong}\n`)),
      /line 1: duration must be a number or a string, such as 30s or 5m or 1h$/m,
    );
  }
});

test("a size has its unit", async (t) => {
  assert.deepEqual(await load(t, "maxSize: 1.5GiB\n"), { "max-size": "1.5GiB" });
  for (const wrong of ["5", "-5M", "much", "[5G]"]) {
    assert.match(
      await complaint(() => load(t, `max-size: ${wrong}\n`)),
      /line 1: max-size must be a string, such as 500M or 2G$/m,
    );
  }
});

test("no file, an empty one, and one of comments alone are no options", async (t) => {
  assert.deepEqual(await loadConfig(undefined, temporaryFolder(t)), {});
  for (const text of ["", "\n\n", "# db: mine.db\n  # more\n", "---\n"]) {
    assert.deepEqual(await load(t, text), {}, JSON.stringify(text));
  }
});

test("cxray.yaml or cxray.yml is looked for, and both are one too many", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "cxray.yml"), "db: short.db\n");
  assert.deepEqual(await loadConfig(undefined, folder), { db: "short.db" });
  writeFileSync(join(folder, "cxray.yaml"), "db: long.db\n");
  const text = await complaint(() => loadConfig(undefined, folder));
  assert.match(text, /there are .*cxray\.yaml and .*cxray\.yml/);
});

test("a file that is named must be there", async (t) => {
  const named = join(temporaryFolder(t), "mine.yaml");
  assert.match(await complaint(() => loadConfig(named)), /mine\.yaml can't be read: no such file/);
});

test("a file that can't be read is no missing file", async (t) => {
  const path = join(temporaryFolder(t), "cxray.yaml");
  mkdirSync(path);
  assert.match(await complaint(() => loadConfig(path)), /cxray\.yaml is a directory/);
});

test("the formats of the schema are those that there are", async (t) => {
  for (const format of FORMAT_NAMES) {
    assert.deepEqual(await load(t, `format: ${format}\n`), { format });
  }
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

/** Sets what sudo says of its caller until the test ends. */
function sudoFrom(t: TestContext, uid: string | undefined): void {
  for (const name of ["SUDO_UID", "SUDO_GID"]) {
    const before = process.env[name];
    const set = (value: string | undefined): void => {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    };
    set(uid);
    t.after(() => {
      set(before);
    });
  }
}

test(
  "as root another user's file is refused, but not that of who called sudo",
  asRoot,
  async (t) => {
    const path = fileOf(t, 65_534, 0o644);
    for (const uid of [undefined, "", "1000"]) {
      sudoFrom(t, uid);
      const text = await complaint(() => loadConfig(path));
      assert.match(text, /cxray\.yaml belongs to another user \(uid 65534\)\n.*chown root .*yaml/);
    }
    sudoFrom(t, "65534");
    assert.deepEqual(await loadConfig(path), { db: "x.db" });
    // Checkouts are made with the group of their user allowed to write, which is nobody else's.
    chmodSync(path, 0o664);
    assert.deepEqual(await loadConfig(path), { db: "x.db" });
    sudoFrom(t, "1000");
    assert.deepEqual(await loadConfig(fileOf(t, 0, 0o600)), { db: "x.db" });
  },
);

test("as root a file that others may write is refused", asRoot, async (t) => {
  for (const mode of [0o664, 0o646, 0o666]) {
    const text = await complaint(() => loadConfig(fileOf(t, 0, mode)));
    assert.match(text, /cxray\.yaml is writable by other users.*root\n.*chmod go-w .*cxray\.yaml/);
  }
  sudoFrom(t, "65534");
  const text = await complaint(() => loadConfig(fileOf(t, 65_534, 0o666)));
  assert.match(text, /is writable by other users/);
});
