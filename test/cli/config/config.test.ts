import assert from "node:assert/strict";
import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { loadConfig, type Config } from "../../../src/cli/config/config.js";
import { FORMAT_NAMES } from "../../../src/emit/formats.js";
import { PART_NAMES } from "../../../src/model/baseline/parts.js";
import { CxrayError } from "../../../src/model/errors.js";
import { NEVER_KINDS } from "../../../src/policy/policy.js";
import { readSchema } from "../../../src/cli/config/schema-mistakes.js";
import { temporaryFolder } from "../../store/samples.js";

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

test("a mistake is told with its line, what was meant, and what may stand there", async (t) => {
  for (const [text, message] of [
    ["db: a\ndatabse: x\n", /yaml, line 2: there is no such option$/m],
    ["bufer: 3\n", /line 1: there is no such option; did you mean buffer\?$/m],
    ["includesessions: true\n", /line 1: .*did you mean include-sessions\?$/m],
    ["# x\n\nbuffer: 3\n", /line 3: buffer must be one of 1, 2, 4, .*512$/m],
    ["errno: EIO\n", /line 1: errno must be one of ENOSYS, EPERM$/m],
    [
      "format: flaco\n",
      /line 1: format must be one of falco, seccomp, .*log; did you mean falco\?$/m,
    ],
    ["db: 5\n", /line 1: db must be a string that is not empty$/m],
    ['db: ""\n', /line 1: db must be a string that is not empty$/m],
    ["image: [1]\n", /line 1: image must be a string that is not empty or a list of strings$/m],
    ["include-sessions: maybe\n", /line 1: include-sessions must be true or false$/m],
    ["- db\n", /yaml, the file must be a mapping of options to values$/m],
  ] as const) {
    const said = await complaint(() => load(t, text));
    assert.match(said, message);
    assert.match(said, /\/docs\/configuration\.md lists the options/);
  }
});

test("the policy's rows know their lines, whichever way they are written", async (t) => {
  const text = [
    "# a policy",
    "ignore:",
    "  - {match: /srv/cache/*, kind: filesRead, reason: it rotates, until: 2027-01-31}",
    "  - reason: two of them",
    "    kind: [names, destinations]",
    "    match: [a, b]",
    "    image: web*",
    "never:",
    "  programs:",
    "    - nc",
    "    - match: /usr/bin/curl",
    "      reason: nobody downloads",
    "      severity: medium",
    "  ports: [23, 6000-6063]",
    "  capabilities: [sys_admin]",
    "  paths: [{match: /etc/*, access: write}]",
    "severity:",
    "  - {kind: filesRead, match: /etc/*, severity: high}",
  ];
  const { policy, ...others } = await load(t, text.join("\n"));
  assert.deepEqual(others, {});
  assert.match(policy?.file ?? "", /cxray\.yaml$/u);
  const rows = [...(policy?.ignore ?? []), ...(policy?.never ?? []), ...(policy?.severity ?? [])];
  assert.deepEqual(
    rows.map(({ line, match }) => `${String(line)} ${String(match)}`),
    [
      ...["3 /srv/cache/*", "4 a,b", "10 nc", "11 /usr/bin/curl", "16 /etc/*"],
      ...["14 23", "14 6000-6063", "15 CAP_SYS_ADMIN", "18 /etc/*"],
    ],
  );
  assert.deepEqual(policy?.ignore[0], {
    line: 3,
    images: [],
    kinds: ["filesRead"],
    match: ["/srv/cache/*"],
    reason: "it rotates",
    until: "2027-01-31",
  });
  assert.deepEqual(policy.never[1], {
    line: 11,
    images: [],
    kind: "programs",
    match: "/usr/bin/curl",
    reason: "nobody downloads",
    severity: "medium",
    access: [],
  });
});

test("a mistake in the policy is told with its line", async (t) => {
  for (const [text, message] of [
    ["ignore:\n  - match: x\n", /line 2: ignore needs reason$/m],
    [
      "ignore:\n  - match: x\n    resaon: y\n",
      /line 3: ignore has .* nothing else; did you mean reason\?$/m,
    ],
    [
      "ignore:\n  - reason: x\n    kind: fileRead\n",
      /line 3: ignore\.kind must be a list of the baseline, or several$/m,
    ],
    [
      "ignore:\n  - reason: x\n    until: 2026-02-30\n",
      /line 3: ignore\.until is no day of the calendar$/m,
    ],
    [
      "ignore:\n  - reason: x\n    until: tomorrow\n",
      /line 3: ignore\.until must be a date, such as 2027-01-31$/m,
    ],
    [
      "ignore:\n  - reason: x\n    until: 2026-2-3\n",
      /line 3: ignore\.until must be a date, such as 2027-01-31$/m,
    ],
    ["ignore: {reason: x}\n", /line 1: ignore must be a list$/m],
    ["ignore: [x]\n", /line 1: ignore must be a mapping with match, kind, reason or until$/m],
    ["never:\n  program: [nc]\n", /line 2: never has .* nothing else; did you mean programs\?$/m],
    ["never:\n  programs: nc\n", /line 2: never\.programs must be a list$/m],
    [
      "never:\n  programs:\n    - [nc]\n",
      /line 3: never\.programs must be a text, or a mapping with match/m,
    ],
    ["never:\n  programs:\n    - reason: x\n", /line 3: never\.programs needs match$/m],
    [
      "never:\n  programs:\n    - match: x\n      severity: hihg\n",
      /line 4: never\.programs\.severity must be one of high, medium, low; did you mean high\?$/m,
    ],
    ["never:\n  ports: [0]\n", /line 2: never\.ports must be a port from 1 to 65535/m],
    ["never:\n  ports: [65536]\n", /line 2: never\.ports must be a port from 1 to 65535/m],
    ["never:\n  ports: [9-1]\n", /line 2: never\.ports must be a port from 1 to 65535/m],
    [
      "never:\n  destinations: [10.0.0.0/33]\n",
      /line 2: never\.destinations must be an address, a network/m,
    ],
    [
      "never:\n  destinations: [10.0.0.256]\n",
      /line 2: never\.destinations must be an address, a network/m,
    ],
    [
      "never:\n  destinations: ['example.org:443']\n",
      /line 2: never\.destinations must be an address, a network/m,
    ],
    [
      "never:\n  capabilities: [SYS_ADMN]\n",
      /line 2: never\.capabilities must be .*; did you mean CAP_SYS_ADMIN\?$/m,
    ],
    [
      "never:\n  syscalls:\n    - ptrce\n",
      /line 3: never\.syscalls must be .*; did you mean ptrace\?$/m,
    ],
    ["never:\n  paths: [etc/passwd]\n", /line 2: never\.paths must be a path$/m],
    [
      "never:\n  programs:\n    - {match: x, access: read}\n",
      /line 3: access is of never\.paths alone$/m,
    ],
    ["severity:\n  - match: x\n", /line 2: severity needs severity$/m],
    ["fail: {on: sometimes}\n", /line 1: fail\.on must be one of new, gone, any, never$/m],
  ] as const) {
    assert.match(await complaint(() => load(t, text)), message, text);
  }
});

test("the kinds of the policy are the lists of the baseline", () => {
  const schema = readSchema();
  assert.deepEqual(schema.definitions?.["kind"]?.enum, PART_NAMES);
  assert.deepEqual(Object.keys(schema.properties["never"]?.properties ?? {}), NEVER_KINDS);
});

test("a mistake inside of an option is told with its own line", async (t) => {
  for (const [text, message] of [
    ["patterns:\n  off: [clock]\n  on: [x]\n", /line 3: patterns has off and nothing else/m],
    [
      "patterns:\n  off: [clock, varying-nam]\n",
      /line 2: patterns\.off must be one of proc-pid, .*; did you mean varying-name\?$/m,
    ],
    [
      "patterns:\n  off:\n    - clock\n    - 5\n",
      /line 4: patterns\.off must be one of proc-pid, .*-name$/m,
    ],
    ["patterns:\n  off: clock\n", /line 2: patterns\.off must be a list$/m],
    ["patterns: {off: &a [clock, x]}\n", /line 1: patterns\.off must be one of/m],
    [
      "falco:\n  rules:\n    A rule:\n      enabled: maybe\n",
      /line 4: falco\.rules\.enabled must be true or false$/m,
    ],
    [
      "falco:\n  rules:\n    A rule: {}\n  tags: 5\n",
      /line 4: falco\.tags must be a list of strings$/m,
    ],
  ] as const) {
    assert.match(await complaint(() => load(t, text)), message);
  }
});

test("all mistakes are told at once", async (t) => {
  const said = await complaint(() => load(t, "databse: x\nbufer: 3\nerrno: 5\n"));
  assert.match(said, /has 3 mistakes\n {2}line 1: .*\n {2}line 2: .*buffer.*\n {2}line 3: errno/);
});

test("what is not YAML, and several documents, are refused with the line", async (t) => {
  for (const [text, message] of [
    ["db: a\nimage: [\n", /yaml, line 3: is not YAML: deficient indentation/],
    ["db: a\n---\ndb: b\n", /is not YAML: .*single document/],
    ["db: a\ndb: b\n", /line 2: is not YAML: duplicated mapping key/],
  ] as const) {
    assert.match(await complaint(() => load(t, text)), message);
  }
});

test("nothing of the file is repeated, however it is broken", async (t) => {
  for (const text of [
    "root:$6$SECRET:19000::\n",
    "SECRET: 1\n",
    "SECRET\n",
    "a: *SECRET\n",
    "a: !SECRET x\n",
    "a: !<SECRET> x\n",
    "a: !S,ECRET[SECRET x\n",
    "!SECRET!x a: b\n",
    "%TAG SECRET SECRET\n---\na: b\n",
    'a: "SECRET\n',
    "[SECRET, {SECRET: 1}]\n",
    "db: {SECRET: SECRET}\n",
    "errno: SECRET\n",
    "buffer: SECRET\n",
    "patterns: {SECRET: 1}\n",
    "ignore: [{SECRET: 1}]\n",
    "ignore: [{reason: x, until: SECRET}]\n",
    "ignore: [{reason: x, kind: SECRET}]\n",
    "never: {SECRET: 1}\n",
    "never: {paths: [SECRET], ports: [SECRET], syscalls: [SECRET], capabilities: [SECRET]}\n",
    "never: {destinations: ['SECRET:1', SECRET/1]}\n",
    "severity: [{severity: SECRET}]\n",
    "patterns: {off: [SECRET]}\n",
    "falco: {rules: {SECRET: {SECRET: 1}}}\n",
    "falco: {rules: {SECRET: {tags: SECRET}}}\n",
    "duration: SECRET\n",
    "SECRET: &SECRET [*SECRET]\n",
    "a:\tSECRET\n\tSECRET: 1\n",
  ]) {
    const said = await complaint(() => load(t, text));
    assert.doesNotMatch(said, /SECRET/, text);
  }
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
