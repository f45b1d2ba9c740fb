/** Which settings of a container its behaviour allows, and how each format writes them. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { load } from "js-yaml";
import { compose } from "../../src/emit/compose/compose.js";
import { dockerRun } from "../../src/emit/docker-run/docker-run.js";
import { readCommand, shellWord } from "../../src/emit/docker-run/shell.js";
import { renderBaseline } from "../../src/emit/emit.js";
import type { EmitOptions } from "../../src/emit/format.js";
import { kubernetes } from "../../src/emit/kubernetes/kubernetes.js";
import { readContainerOptions } from "../../src/emit/settings/options.js";
import { containerSettings, type ContainerSettings } from "../../src/emit/settings/settings.js";
import type { Baseline, CapabilityEntry } from "../../src/model/baseline/baseline.js";
import { CxrayError } from "../../src/model/errors.js";
import { temporaryFolder } from "../store/samples.js";
import {
  change,
  ephemeralListener,
  evidence,
  file,
  HOSTILE,
  HOSTILE_PATHS,
  listener,
  program,
  sampleBaseline,
  unixListener,
} from "./sample-baseline.js";

const NOTHING_WRITTEN: Partial<Baseline> = { filesRead: [], filesWritten: [], listeners: [] };

function settingsOf(more: Partial<Baseline>, given: EmitOptions = {}): ContainerSettings {
  const baseline = sampleBaseline({ ...NOTHING_WRITTEN, ...more });
  return containerSettings(baseline, readContainerOptions(given));
}

function own(path: string) {
  return file(path, { storage: ["upper"] });
}

/** What is mounted: `tmpfs /tmp`, `volume /srv`, with `exec` where programs run there. */
function mounts(more: Partial<Baseline>): string[] {
  const { places, root } = settingsOf(more);
  const found = places.map(({ path, isTmpfs, isExecutable }) =>
    [isTmpfs ? "tmpfs" : "volume", path, ...(isExecutable ? ["exec"] : [])].join(" "),
  );
  return root === null ? found : [...found, `writable: ${root}`];
}

function capability(name: string, use: CapabilityEntry["use"] = "used"): CapabilityEntry {
  return { ...evidence, name, use, calls: ["chown"] };
}

test("what is temporary is in memory, and everything else on a volume", () => {
  const filesWritten = [own("/tmp/a"), own("/run/web.pid"), own("/var/lib/web/a"), own("/srv/b/c")];
  assert.deepEqual(mounts({ filesWritten }), [
    "tmpfs /run",
    "volume /srv/b",
    "tmpfs /tmp",
    "volume /var/lib/web",
  ]);
  assert.deepEqual(mounts({}), []);
});

test("a file that was made by opening it for reading, as a lock, needs its directory too", () => {
  const read = (path: string) => file(path, { storage: ["upper"] });
  assert.deepEqual(mounts({ filesRead: [read("/run/lock/x"), read("/.dockerenv")] }), [
    "tmpfs /run/lock",
  ]);
  assert.deepEqual(mounts({ filesRead: [file("/opt/image/x")] }), []);
});

test("a directory that the workload makes is made again: what is above it is mounted", () => {
  const made = [change("mkdir", "/srv/a"), change("mkdir", "/srv/a/b")];
  assert.deepEqual(mounts({ filesWritten: [own("/srv/a/b/c")], changes: made }), ["volume /srv"]);
  const before = change("mkdir", "/srv/a", { results: ["EEXIST"] });
  assert.deepEqual(mounts({ filesWritten: [own("/srv/a/c")], changes: [before] }), [
    "volume /srv/a",
  ]);
  const top = { filesWritten: [own("/data/c")], changes: [change("mkdir", "/data")] };
  assert.deepEqual(mounts(top), ["volume /data"]);
  assert.equal(settingsOf(top).places[0]?.isMade, true);
});

test("a file in the root directory keeps it writable, which is told", () => {
  const more = { filesWritten: [own("/dump.rdb"), own("/tmp/a")] };
  assert.deepEqual(mounts(more), ["writable: /dump.rdb is changed, which lies in it"]);
  const text = renderBaseline(dockerRun, sampleBaseline({ ...NOTHING_WRITTEN, ...more })).text;
  assert.match(text, /^# {3}The root file system stays writable: \/dump\.rdb is changed/mu);
  assert.doesNotMatch(text, /--read-only|--tmpfs/u);
});

test("a directory in which the image's own files are used is a volume, which begins with them", () => {
  const filesWritten = [own("/run/web/pid"), own("/run/a")];
  assert.deepEqual(mounts({ filesWritten }), ["tmpfs /run", "volume /run/web"]);
  assert.deepEqual(mounts({ filesWritten, filesRead: [file("/run/web/conf")] }), ["volume /run"]);
  const read = file("/run/a", { storage: ["upper"] });
  assert.deepEqual(mounts({ filesWritten: [own("/run/a")], filesRead: [read] }), ["tmpfs /run"]);
});

test("what has attributes of its own is on a volume: memory has none before Linux 6.6", () => {
  const filesWritten = [own("/tmp/a")];
  const attribute = (name: string) => change("setxattr", "/tmp/a", { texts: [name] });
  assert.deepEqual(mounts({ filesWritten, changes: [attribute("user.x")] }), ["volume /tmp"]);
  assert.deepEqual(mounts({ filesWritten, changes: [attribute("security.capability")] }), [
    "tmpfs /tmp",
  ]);
});

test("no file system parts the two names of a file that is moved or linked", () => {
  const moved = (from: string, to: string, operation: "rename" | "link" = "rename") => ({
    filesWritten: [own(from)],
    changes: [change(operation, from, { to })],
  });
  assert.deepEqual(mounts(moved("/var/tmp/a", "/var/lib/web/a")), ["volume /var"]);
  assert.deepEqual(mounts(moved("/srv/a/x", "/srv/b/x", "link")), ["volume /srv"]);
  assert.deepEqual(mounts(moved("/tmp/a", "/tmp/b")), ["tmpfs /tmp"]);
  assert.deepEqual(mounts(moved("/tmp/a", "/srv/a")), [
    "writable: /tmp/a is moved or linked to /srv/a",
  ]);
});

test("where something that was written is executed, memory lets it", () => {
  const script = { path: "/tmp/job", storage: ["upper"] as const };
  const shell = program("/bin/sh", { interprets: [script] });
  const chmod = change("chmod", "/tmp/a", { modes: ["0755"] });
  const filesWritten = [own("/tmp/a")];
  assert.deepEqual(mounts({ filesWritten, executables: [shell] }), ["tmpfs /tmp exec"]);
  assert.deepEqual(mounts({ filesWritten, changes: [chmod] }), ["tmpfs /tmp exec"]);
  const elf = file("/tmp/x.so", { storage: ["upper"], contents: ["elf"] });
  assert.deepEqual(mounts({ filesWritten: [elf] }), ["tmpfs /tmp exec"]);
  const folder = change("chmod", "/tmp/d", { modes: ["0700"] });
  assert.deepEqual(mounts({ filesWritten, changes: [folder] }), ["tmpfs /tmp"]);
});

test("mounts stay the user's, devices are there anyway, and memory stays memory", () => {
  const filesWritten = [
    file("/data/a", { storage: ["volume"] }),
    file("/etc/hosts", { storage: ["volume"] }),
    file("/dev/null", { storage: ["tmpfs"] }),
    file("/dev/shm/x", { storage: ["tmpfs"] }),
    file("/proc/self/oom_score_adj", { storage: ["proc"] }),
    file("/cache/x", { storage: ["tmpfs"] }),
  ];
  assert.deepEqual(mounts({ filesWritten }), ["tmpfs /cache"]);
  assert.deepEqual(settingsOf({ filesWritten }).mounted, ["/data"]);
  const socket = { listeners: [unixListener("/run/a.sock"), unixListener("@abstract")] };
  assert.deepEqual(mounts(socket), ["tmpfs /run"]);
});

test("a change of a directory itself needs no more than what is written in it", () => {
  const changes = [change("chown", "/var/lib/db"), change("chmod", "/var/lib/db/a")];
  assert.deepEqual(mounts({ filesWritten: [own("/var/lib/db/a")], changes }), [
    "volume /var/lib/db",
  ]);
  assert.deepEqual(mounts({ changes: [change("chown", "/etc/app")] }), ["volume /etc"]);
});

test("many directories become few, and never the root directory", () => {
  const filesWritten = Array.from({ length: 500 }, (_, at) => own(`/var/lib/app/${String(at)}/x`));
  assert.deepEqual(mounts({ filesWritten: [...filesWritten, own("/tmp/x")] }), [
    "tmpfs /tmp",
    "volume /var/lib/app",
  ]);
});

test("a flood of directories in the root directory keeps it writable", () => {
  const filesWritten = Array.from({ length: 3000 }, (_, at) => own(`/d${String(at)}/e/f`));
  const changes = filesWritten.map(({ path }, at) =>
    change("rename", path, { to: `/d${String(at)}/g/f` }),
  );
  assert.deepEqual(mounts({ filesWritten, changes }), [
    "writable: 3000 directories of it are changed",
  ]);
  const chain = ["a", "b", "c"].map((name, at) =>
    change("rename", `/srv/x/${name}/f`, { to: `/srv/x/${["b", "c", "../y/d"][at] ?? ""}/f` }),
  );
  const plain = chain.map((each) => ({ ...each, to: each.to?.replace("x/../", "") ?? "" }));
  assert.deepEqual(mounts({ changes: plain }), ["volume /srv"]);
});

test("no name from a container gets into an option, however hostile", () => {
  const folders = HOSTILE_PATHS.flatMap((name) => [`/srv${name}/x`, `/tmp/${name}/y`, name]);
  const filesWritten = folders.map(own);
  for (const place of settingsOf({
    filesWritten: filesWritten.filter(({ path }) => path.includes("/srv")),
  }).places) {
    assert.match(place.path, /^(?:\/[\w.+@~=-]+)+$/u);
  }
  const text = renderBaseline(dockerRun, { ...HOSTILE, filesWritten }).text;
  for (const word of readCommand(text)) assert.match(word, /^[\w./:=@%+,~-]+$/u);
});

test("capabilities that were used are kept, and none is dropped where they are not known", () => {
  const capabilities = [
    capability("CAP_CHOWN"),
    capability("CAP_SYS_ADMIN", "probed"),
    capability("CAP_NET_ADMIN", "refused"),
    capability("#41"),
  ];
  const names = settingsOf({ capabilities }).capabilities?.map(({ name }) => name);
  assert.deepEqual(names, ["CHOWN"]);
  const blind = [{ code: "capabilities", count: null, message: "x" }] as const;
  assert.equal(settingsOf({ capabilities, blindSpots: blind }).capabilities, null);
  const text = renderBaseline(compose, sampleBaseline({ blindSpots: blind })).text;
  assert.doesNotMatch(text, /cap_drop/u);
  assert.match(text, /No capability is dropped: which were needed was not recorded/u);
});

test("programs may gain rights only where the file of one gave it some", () => {
  const sudo = program("/usr/bin/sudo", { elevated: true });
  const without = renderBaseline(dockerRun, sampleBaseline()).text;
  assert.match(without, /--security-opt no-new-privileges/u);
  const text = renderBaseline(dockerRun, sampleBaseline({ executables: [sudo] })).text;
  assert.doesNotMatch(text, /no-new-privileges/u);
  assert.match(text, /Programs may gain rights: the file of \/usr\/bin\/sudo/u);
});

test("ports that others can reach are published, and never one that the kernel chose", () => {
  const local = { ...listener(9000), address: "127.0.0.1" };
  const listeners = [listener(80), listener(80), listener(53, "udp"), local, ephemeralListener()];
  assert.deepEqual(settingsOf({ listeners }).ports, [
    { port: 80, transport: "tcp" },
    { port: 53, transport: "udp" },
  ]);
});

test("the user is that of every first process, or of --user, and never root by itself", () => {
  const user = (given: EmitOptions) => settingsOf({}, given).user;
  assert.equal(user({}), null);
  assert.equal(user({ mainUsersOf: () => [0] }), null);
  assert.equal(user({ mainUsersOf: () => [33] }), "33");
  assert.equal(user({ mainUsersOf: () => [33, 34] }), null);
  assert.equal(user({ user: "1000:100", mainUsersOf: () => [33] }), "1000:100");
  assert.throws(() => user({ user: "$(id)" }), { code: "bad-usage", message: /needs a number/u });
});

test("Kubernetes says of each control of the restricted standard why it is not met", () => {
  const text = (more: Partial<Baseline>, given: EmitOptions = {}): string =>
    renderBaseline(kubernetes, sampleBaseline(more), given).text;
  assert.match(text({}, { user: "33" }), /It meets the Pod Security Standard "restricted"/u);
  const root = text({ capabilities: [capability("CAP_CHOWN")] });
  assert.match(root, /^# {3}capabilities: CHOWN is kept: used by \/bin\/sh in chown\.$/mu);
  assert.match(root, /^# {3}runAsNonRoot, runAsUser: It used rights of root: CHOWN\.$/mu);
  const admin = text({ capabilities: [capability("CAP_SYS_ADMIN")] });
  assert.match(admin, /allowPrivilegeEscalation: Kubernetes refuses it beside SYS_ADMIN/u);
  assert.match(admin, /allowPrivilegeEscalation: true/u);
});

test("whoever may not listen below 1024 in Kubernetes gets what it needs for it", () => {
  const spec = (given: EmitOptions) =>
    load(renderBaseline(kubernetes, sampleBaseline(), given).text) as {
      securityContext?: { sysctls?: unknown[]; runAsNonRoot?: boolean };
      containers: { securityContext: { capabilities: { add?: string[] } } }[];
    };
  assert.deepEqual(spec({}).containers[0]?.securityContext.capabilities.add, ["NET_BIND_SERVICE"]);
  const { securityContext, containers } = spec({ user: "33" });
  assert.equal(containers[0]?.securityContext.capabilities.add, undefined);
  assert.deepEqual(securityContext?.sysctls, [
    { name: "net.ipv4.ip_unprivileged_port_start", value: "0" },
  ]);
});

/** The arguments that docker gets from a script, which a shell reads. */
function argumentsOf(t: TestContext, script: string, ...more: string[]): string[] {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "docker"), `#!/bin/sh\nprintf '%s\\0' "$@"\n`);
  chmodSync(join(folder, "docker"), 0o755);
  writeFileSync(join(folder, "run.sh"), script);
  const { stdout, stderr, status } = spawnSync("sh", [join(folder, "run.sh"), ...more], {
    env: { PATH: `${folder}:${process.env["PATH"] ?? ""}` },
    encoding: "utf8",
  });
  assert.deepEqual([status, stderr], [0, ""]);
  return stdout.split("\0").slice(0, -1);
}

test("a shell gives docker the words that were meant, and those of the script's user", (t) => {
  const profile = 'it\'s $(id) `id` "$HOME" \\ * ; #.json';
  const { text } = renderBaseline(dockerRun, sampleBaseline(), { "seccomp-profile": profile });
  const words = argumentsOf(t, text, "-d", "nginx:1.27", "a b");
  assert.ok(words.includes(`seccomp=${profile}`));
  assert.deepEqual(words.slice(-3), ["-d", "nginx:1.27", "a b"]);
  assert.deepEqual(["exec", "docker", ...words.slice(0, -3)], readCommand(text));
});

test("a script that a shell would act on otherwise is refused", () => {
  for (const script of [
    'exec docker run $(id) "$@"',
    'exec docker run a; b "$@"',
    'exec docker run "$@"; rm x',
    "exec docker run",
    'exec docker run "a" "$@"',
  ]) {
    assert.throws(() => readCommand(script), script);
  }
  assert.equal(shellWord("a'b"), "'a'\\''b'");
});

test("Compose puts no variable into the profile's path", () => {
  const { text } = renderBaseline(compose, sampleBaseline(), { "seccomp-profile": "$HOME/a.json" });
  const { services } = load(text) as { services: Record<string, { security_opt: string[] }> };
  assert.ok(services["nginx"]?.security_opt.includes("seccomp:$$HOME/a.json"));
});

test("an AppArmor profile is named where it is given, and by its name alone", () => {
  const given = { "apparmor-profile": "cxray-web" };
  const text = (format: typeof dockerRun): string =>
    renderBaseline(format, sampleBaseline(), given).text;
  assert.match(text(dockerRun), /^ {2}--security-opt apparmor=cxray-web \\$/mu);
  assert.match(text(compose), /^ {6}- apparmor:cxray-web$/mu);
  assert.match(
    text(kubernetes),
    /appArmorProfile:\n +type: Localhost\n +localhostProfile: cxray-web/u,
  );
  assert.doesNotMatch(renderBaseline(dockerRun, sampleBaseline()).text, /apparmor/u);
  for (const name of ["", "a b", "a,b", "/usr/x", "a\n", "$(id)", "a:b"]) {
    assert.throws(
      () => renderBaseline(dockerRun, sampleBaseline(), { "apparmor-profile": name }),
      (error: unknown) => error instanceof CxrayError && error.code === "bad-usage",
      name,
    );
  }
});

test("a profile that can't be named is refused, and none leaves it out", () => {
  const refused = (format: typeof dockerRun, name: string): void => {
    assert.throws(
      () => renderBaseline(format, sampleBaseline(), { "seccomp-profile": name }),
      (error: unknown) => error instanceof CxrayError && error.code === "bad-usage",
      name,
    );
  };
  for (const name of ["", "a\nb", "a\u0000", "a\u2028"]) refused(dockerRun, name);
  for (const name of ["/etc/a.json", "../a.json", "a/../../b.json"]) refused(kubernetes, name);
  const { text } = renderBaseline(dockerRun, sampleBaseline(), { "seccomp-profile": "none" });
  assert.doesNotMatch(text, /seccomp/u);
});
