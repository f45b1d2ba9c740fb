// What a flood of one kind costs to aggregate and emit, at two sizes: `node bench/floods.mjs [KIND…]
// [--entries N]`. Floods are written through the store, as if a container had done it. A cost that
// grows with the number of entries has a ratio of about the sizes' own.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, openSync, rmSync, statSync, closeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { openStore } from "../dist/store/open.js";

const { values, positionals } = parseArgs({
  options: { entries: { type: "string", default: "100000" }, commands: { type: "string" } },
  allowPositionals: true,
});
const START = 1_767_323_045_000_000_000n;
const IMAGE = `sha256:${"a".repeat(64)}`;

/** The same text each time for a number, and nothing like the next one's. */
function random(index, length) {
  const digest = createHash("sha512")
    .update(String(index))
    .digest("base64url")
    .replace(/[-_]/g, "x");
  return digest.repeat(Math.ceil(length / digest.length)).slice(0, length);
}

function opened(path, more = {}) {
  const about = { kind: "open", path, asked: path, name: path, flags: 0o1101, access: "write" };
  return { ...about, type: "file", storage: "upper", ret: 3, ...more };
}

function written(path) {
  return { kind: "written", path, content: "text", executable: false, storage: "upper" };
}

function changed(operation, path, to) {
  const end = (name) => ({ path: name, asked: name, name, storage: "upper" });
  const more = to === undefined ? {} : { to: end(to) };
  return { kind: "change", operation, from: end(path), ...more, ret: 0 };
}

function executed(path, argv) {
  return { kind: "exec", path, asked: path, argv, storage: "image" };
}

const address = (index) => `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
const LOCAL = { address: "172.17.0.2", port: 40_000 };
const remoteOf = (index) => ({ address: address(index), port: 1024 + (index % 60_000) });

/** By name: the behaviours of one entry. */
const KINDS = {
  "random names": (index) => {
    const path = `/data/${random(index, 20)}`;
    return [opened(path), written(path), changed("unlink", path)];
  },
  "random temporary names": (index) => [opened(`/tmp/${random(index, 20)}`)],
  "many folders": (index) => [opened(`/data/${random(index, 12)}/${random(index, 8)}/f`)],
  "4 kB names": (index) => [opened(`/d/${`${random(index, 200)}/`.repeat(20)}`.slice(0, 4000))],
  renames: (index) => [changed("rename", `/d/${random(index, 12)}`, `/d/${random(-index, 12)}`)],
  links: (index) => [
    opened(`/etc/hosts`, { asked: `/d/${random(index, 60)}`, name: `/d/${random(index, 60)}` }),
  ],
  programs: (index) => [executed(`/d/${random(index, 20)}`, ["x"])],
  "unique arguments": (index) => [
    executed(
      "/bin/true",
      Array.from({ length: 1 + (index % 200) }, (_, at) => random(index + at, 19)),
    ),
  ],
  "failed executions": (index) => [
    { kind: "exec-failed", asked: `/d/${random(index, 99)}`, ret: -2 },
  ],
  connects: (index) => [
    {
      kind: "connect",
      family: "ipv4",
      transport: "tcp",
      local: LOCAL,
      remote: remoteOf(index),
      ret: -111,
    },
  ],
  datagrams: (index) => [
    {
      kind: "send",
      family: "ipv4",
      transport: "udp",
      local: LOCAL,
      remote: remoteOf(index),
      ret: 0,
    },
  ],
  binds: (index) => [
    { kind: "bind", family: "ipv4", transport: "udp", local: remoteOf(index), ret: 0 },
  ],
  "DNS names": (index) => [
    {
      kind: "name-answer",
      name: `${random(index, 60)}.${random(index, 40)}.test`,
      type: 1,
      aliases: [],
      addresses: [address(index)],
      code: 0,
      server: { address: "10.0.0.1", port: 53 },
    },
  ],
  "one name's addresses": (index) => [
    {
      kind: "name-answer",
      name: "a.test",
      type: 1,
      aliases: [`${random(index, 60)}.test`],
      addresses: [address(index)],
      code: 0,
      server: { address: "10.0.0.1", port: 53 },
    },
  ],
  "one address's names": (index) => [
    {
      kind: "name-answer",
      name: `${random(index, 60)}.test`,
      type: 1,
      aliases: [],
      addresses: ["10.0.0.1"],
      code: 0,
      server: { address: "10.0.0.1", port: 53 },
    },
    {
      kind: "connect",
      family: "ipv4",
      transport: "tcp",
      local: LOCAL,
      remote: { address: "10.0.0.1", port: 1 + (index % 60_000) },
      ret: 0,
    },
  ],
  "TLS names": (index) => [
    { kind: "tls-hello", serverName: `${random(index, 60)}.test`, remote: remoteOf(index % 1000) },
  ],
  requests: (index) => [
    {
      kind: "http-request",
      method: "GET",
      host: `${random(index, 30)}.test`,
      path: `/${random(index, 200)}`,
      remote: remoteOf(index % 1000),
    },
  ],
  "unix sockets": (index) => {
    const path = `/d/${random(index, 90)}`;
    return [
      { kind: "connect-unix", address: path, path: null, ret: -2 },
      { kind: "listen-unix", address: path, path },
    ];
  },
  pipes: (index) => [
    opened(`/p/${random(index, 20)}`, { type: "fifo", path: `/p/${random(index, 20)}` }),
  ],
  privileges: (index) => [{ kind: "privilege", abi: "x86_64", nr: 105, values: [index], ret: 0 }],
  "arguments of calls": (index) => [{ kind: "argument", abi: "x86_64", nr: 16, values: [index] }],
};

/** As many programs did it as there are entries: each of its actors is another. */
const MANY_PROGRAMS = "programs that read";

function writeFlood(file, kind, entries) {
  const store = openStore(file, "write");
  const start = {
    startedAt: START,
    architecture: "x86_64",
    kernel: "6.18.0",
    cxrayVersion: "2.0.0",
  };
  const writer = store.beginRecording(start);
  writer.begin();
  const container = writer.insertContainer({
    id: "1".repeat(64),
    name: "flood",
    engine: "docker",
    runtime: { name: "runc", version: "1.1.5" },
    image: {
      reference: "flood",
      repository: "flood",
      tag: "latest",
      imageId: IMAGE,
      repoTags: [],
      repoDigests: [],
    },
    kubernetes: null,
    owner: 0,
    joinedLate: false,
    startedAt: START,
    servedAt: null,
    stoppedAt: null,
  });
  const actorOf = (program, pid) =>
    writer.insertActor(
      container,
      {
        pid,
        tid: pid,
        ppid: 1,
        uid: 0,
        user: "root",
        comm: "sh",
        phase: "workload",
        origin: "main",
      },
      writer.insertProgram(null, program),
    );
  let actor = actorOf("/bin/sh", 1);
  let time = 0;
  const add = (behaviour) =>
    writer.insertEvent((time += 1000), actor, writer.insertBehaviour(behaviour));
  add(executed("/bin/sh", ["sh"]));
  add({ kind: "syscall", abi: "x86_64", nr: 1 });
  for (let index = 0; index < entries; index += 1) {
    if (kind === MANY_PROGRAMS) {
      actor = actorOf(`/d/${random(index, 20)}`, index + 2);
      add(opened("/etc/hosts", { access: "read" }));
      add({ kind: "syscall", abi: "x86_64", nr: 2 });
    } else KINDS[kind](index).forEach(add);
  }
  writer.finish(START + 1_000_000_000n, []);
  store.close();
}

const REPORT = `data:text/javascript,process.on("exit",()=>{const u=process.resourceUsage();
process.stderr.write("\\nUSAGE "+JSON.stringify({cpu:(u.userCPUTime+u.systemCPUTime)/1e6,memory:u.maxRSS/1024})+"\\n")})`;

function measure(folder, args) {
  const out = join(folder, "out");
  const fd = openSync(out, "w");
  const { stderr, status } = spawnSync(
    process.execPath,
    ["--import", REPORT, "dist/cli/main.js", ...args],
    { stdio: ["ignore", fd, "pipe"], encoding: "utf8", timeout: LONGEST },
  );
  closeSync(fd);
  const usage = /USAGE (.*)/.exec(stderr)?.[1];
  const { cpu, memory } = usage === undefined ? NEVER : JSON.parse(usage);
  return { cpu, memory, bytes: statSync(out).size, status };
}

/** Milliseconds; what takes longer is taken to have no end. */
const LONGEST = 120_000;
const NEVER = { cpu: Infinity, memory: Infinity };

const COMMANDS = {
  aggregate: ["aggregate"],
  profile: ["profile"],
  json: ["profile", "--json"],
  seccomp: ["emit", "-f", "seccomp"],
  falco: ["emit", "-f", "falco"],
  log: ["emit", "-f", "log"],
};
const wanted = positionals.length > 0 ? positionals : [...Object.keys(KINDS), MANY_PROGRAMS];
const commands = values.commands?.split(",") ?? Object.keys(COMMANDS);
const most = Number(values.entries);
for (const kind of wanted) for (const entries of [most / 10, most]) measureFlood(kind, entries);

function measureFlood(kind, entries) {
  const folder = mkdtempSync(join(tmpdir(), "cxray-floods-"));
  try {
    const db = join(folder, "flood.db");
    writeFlood(db, kind, entries);
    for (const command of commands) {
      const { cpu, memory, bytes, status } = measure(folder, [...COMMANDS[command], "--db", db]);
      const columns = [
        kind.padEnd(24),
        String(entries).padStart(7),
        command.padEnd(9),
        `${cpu.toFixed(2).padStart(7)} s`,
        `${memory.toFixed(0).padStart(5)} MB`,
        `${(bytes / 1e6).toFixed(2).padStart(7)} MB out`,
        `exit ${String(status)}`,
      ];
      console.log(columns.join(" "));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
