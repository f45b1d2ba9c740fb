import assert from "node:assert/strict";
import { test } from "node:test";
import { eventRenderer } from "../../src/emit/emit.js";
import { log } from "../../src/emit/log/log.js";
import type { Behaviour, Operation } from "../../src/model/events/events.js";
import { KIND_NAMES } from "../../src/model/events/kinds.js";
import { CONNECT, event, EXEC, LISTEN, OPEN, SAMPLE_EVENTS } from "./sample-events.js";
import { RIGHTS_BEHAVIOURS, changedPath } from "../model/behaviours.js";
import { HOSTILE_PATHS } from "./sample-baseline.js";

const render = eventRenderer(log);

interface Line {
  readonly data: { readonly event: { readonly data: Readonly<Record<string, string>> } };
  readonly msg: string;
}

function parse(line: string): Line {
  return JSON.parse(line) as Line;
}

function dataOf(behaviour: Behaviour): Readonly<Record<string, string>> {
  return parse(render(event(behaviour))).data.event.data;
}

function nameOf(behaviour: Behaviour): string {
  return parse(render(event(behaviour))).msg;
}

test("an execution is the line of cxray 1, with the resolved program besides", () => {
  assert.equal(
    render(event(EXEC)),
    '{"data":{"container_id":"b85bd4425f00","event":{"name":"execve","data":{"argv":"-a",' +
      '"comm":"/bin/uname","exe":"/bin/busybox","pid":"1714","ret":"0","uid":"0","user":"root"}}},' +
      '"level":"info","msg":"execve","time":"2020-01-04T15:40:12Z"}\n',
  );
});

test("an open is the line of cxray 1, with the resolved path besides", () => {
  assert.equal(
    render(event(OPEN)),
    '{"data":{"container_id":"b85bd4425f00","event":{"name":"open","data":{"comm":"cat",' +
      '"fname":"/etc/shadow","path":"/etc/shadow-","pid":"1714","ret":"3","uid":"0"}}},' +
      '"level":"info","msg":"open","time":"2020-01-04T15:40:12Z"}\n',
  );
});

test("a TCP connect is the line of cxray 1, with the own port besides", () => {
  assert.equal(
    render({ ...event(CONNECT, { comm: "wget" }), localPort: 40000 }),
    '{"data":{"container_id":"b85bd4425f00","event":{"name":"tcp_v4_connect","data":{' +
      '"comm":"wget","daddr":"93.184.216.34","dport":"443","pid":"1714","ret":"0",' +
      '"saddr":"172.17.0.2","sport":"40000","uid":"0"}}},' +
      '"level":"info","msg":"tcp_v4_connect","time":"2020-01-04T15:40:12Z"}\n',
  );
});

test("a listener is the line of cxray 1", () => {
  assert.equal(
    render(event(LISTEN, { comm: "nc" })),
    '{"data":{"container_id":"b85bd4425f00","event":{"name":"inet_listen","data":{"comm":"nc",' +
      '"listen_addr":"0.0.0.0","listen_port":"12345","pid":"1714","protocol":"tcp","uid":"0"}}},' +
      '"level":"info","msg":"inet_listen","time":"2020-01-04T15:40:12Z"}\n',
  );
});

test("a failed execution has the name of one that succeeded, and a negative result", () => {
  const failed: Behaviour = { kind: "exec-failed", asked: "/bin/nope", ret: -2 };
  assert.equal(nameOf(failed), "execve");
  assert.equal(dataOf(failed)["ret"], "-2");
  assert.equal(dataOf(failed)["comm"], "/bin/nope");
});

test("a failed open has no resolved path", () => {
  assert.ok(!("path" in dataOf({ ...OPEN, kind: "open", path: null, ret: -2 } as Behaviour)));
});

test("connects are named by protocol and family", () => {
  const named = (transport: "tcp" | "udp" | "other", family: "ipv4" | "ipv6"): string =>
    nameOf({ ...CONNECT, transport, family } as Behaviour);
  assert.equal(named("tcp", "ipv6"), "tcp_v6_connect");
  assert.equal(named("udp", "ipv4"), "udp_v4_connect");
  assert.equal(named("other", "ipv6"), "other_v6_connect");
  assert.equal(nameOf({ kind: "connect-unix", address: "@x", path: null, ret: 0 }), "unix_connect");
});

test("a program that ran before recording began is no execve", () => {
  assert.equal(nameOf({ ...EXEC, beforeRecording: true, argv: [] } as Behaviour), "running");
});

test("system calls are named, with their ABI and number", () => {
  const refused: Behaviour = { kind: "syscall-refused", abi: "x86_64", nr: 83, ret: -38 };
  assert.deepEqual(dataOf(refused), {
    abi: "x86_64",
    comm: "cat",
    error: "ENOSYS",
    nr: "83",
    pid: "1714",
    ret: "-38",
    syscall: "mkdir",
    uid: "0",
  });
});

/** What a line says besides who did it. */
function saidOf(behaviour: Behaviour): Readonly<Record<string, string>> {
  const { comm: _comm, pid: _pid, uid: _uid, ...said } = dataOf(behaviour);
  return said;
}

test("an execution says where the program lies, if that is not the image, and what it gives", () => {
  const exec = { ...EXEC, storage: "upper", script: "tmpfs", elevated: true } as Behaviour;
  assert.deepEqual(saidOf(exec), {
    argv: "-a",
    elevated: "true",
    exe: "/bin/busybox",
    ret: "0",
    script: "tmpfs",
    storage: "upper",
    user: "root",
  });
});

test("a change is named by what it does, with both names and where they lie", () => {
  const from = changedPath("/tmp/a", { asked: "a" });
  const to = changedPath("/data/b", { storage: "volume" });
  const rename: Behaviour = { kind: "change", operation: "rename", from, to, ret: 0 };
  assert.equal(nameOf(rename), "rename");
  assert.deepEqual(saidOf(rename), {
    fname: "a",
    path: "/tmp/a",
    ret: "0",
    storage: "upper",
    to_fname: "/data/b",
    to_path: "/data/b",
    to_storage: "volume",
  });
});

test("a change that fails says why, and has no path where none is known", () => {
  const from = changedPath("/x", { asked: "x", path: null });
  const unlink: Behaviour = { kind: "change", operation: "unlink", from, ret: -2 };
  assert.deepEqual(saidOf(unlink), { error: "ENOENT", fname: "x", ret: "-2", storage: "upper" });
});

test("modes are permissions, of a mknod with what was made, and of a mount its flags", () => {
  const from = changedPath("/x");
  const said = (operation: Operation, mode: number): Readonly<Record<string, string>> =>
    saidOf({ kind: "change", operation, from, mode, ret: 0 });
  assert.equal(said("chmod", 0o4755)["mode"], "4755");
  assert.equal(said("chmod", 0)["mode"], "0000");
  const node = said("mknod", 0o020644);
  assert.deepEqual([node["mode"], node["type"]], ["0644", "character-device"]);
  assert.equal(said("mknod", 0o644)["type"], "file");
  assert.equal(said("mkdir", 0o700)["type"], undefined);
  const mount = said("mount", 4096);
  assert.deepEqual([mount["flags"], mount["mode"]], ["0x1000", undefined]);
});

test("the text of a change is what it is: a link's target, a mount's source, an attribute", () => {
  const from = changedPath("/x");
  const said = (operation: Operation): Readonly<Record<string, string>> =>
    saidOf({ kind: "change", operation, from, text: "text", ret: 0 });
  assert.equal(said("symlink")["target"], "text");
  assert.equal(said("mount")["source"], "text");
  assert.equal(said("setxattr")["attribute"], "text");
  const owned = saidOf({ kind: "change", operation: "chown", from, uid: 33, gid: 0, ret: 0 });
  assert.deepEqual([owned["owner"], owned["group"]], ["33", "0"]);
});

test("changes of rights are named by their call, and say what was asked for", () => {
  const setuid: Behaviour = { kind: "privilege", abi: "x86_64", nr: 105, values: [33], ret: -1 };
  assert.equal(nameOf(setuid), "setuid");
  assert.deepEqual(saidOf(setuid), {
    abi: "x86_64",
    error: "EPERM",
    meaning: "uid 33 in the container",
    nr: "105",
    ret: "-1",
    syscall: "setuid",
  });
  const wide: Behaviour = { kind: "privilege", abi: "x86", nr: 213, values: [33], ret: 0 };
  assert.equal(nameOf(wide), "setuid");
  const ptrace: Behaviour = {
    kind: "privilege",
    abi: "x86_64",
    nr: 101,
    values: [16, 12],
    ret: 0,
  };
  assert.equal(saidOf(ptrace)["target"], "12");
  assert.equal(saidOf(ptrace)["meaning"], "PTRACE_ATTACH");
});

test("arguments, capabilities and sockets are named, not numbered", () => {
  const argument: Behaviour = { kind: "argument", abi: "x86_64", nr: 41, values: [16, 3, 0] };
  assert.equal(saidOf(argument)["meaning"], "AF_NETLINK SOCK_RAW NETLINK_ROUTE");
  const [capability] = RIGHTS_BEHAVIOURS.filter(({ kind }) => kind === "capability");
  assert.ok(capability);
  assert.match(saidOf(capability)["capability"] ?? "", /^CAP_[A-Z_]+$/);
  assert.match(saidOf(capability)["use"] ?? "", /^(?:used|probed|refused)$/);
  assert.deepEqual(saidOf({ kind: "socket", family: 16, type: 3, protocol: 12, ret: -93 }), {
    error: "EPROTONOSUPPORT",
    family: "netlink",
    protocol: "netfilter",
    ret: "-93",
    type: "raw",
  });
});

test("an answer of DNS says what was answered, in words", () => {
  const shared = { kind: "name-answer", type: 1, name: "a.example" } as const;
  const answer = { ...shared, aliases: [], addresses: [] };
  const server = { address: "10.0.0.53", port: 53 };
  const said = saidOf({ ...answer, code: 3, server });
  assert.deepEqual(said, {
    addresses: "",
    aliases: "",
    code: "NXDOMAIN",
    name: "a.example",
    server: "10.0.0.53",
    server_port: "53",
  });
  assert.equal(saidOf({ ...answer, code: 16, server })["code"], "16");
});

test("every kind of event has a sample, and its data is text in alphabetical order", () => {
  const sampled = new Set(SAMPLE_EVENTS.map(({ behaviour }) => behaviour.kind));
  assert.deepEqual([...sampled].sort(), [...KIND_NAMES].sort());
  for (const each of SAMPLE_EVENTS) {
    const data = parse(render(each)).data.event.data;
    assert.deepEqual(Object.keys(data), Object.keys(data).sort());
    assert.ok(Object.values(data).every((value) => typeof value === "string"));
  }
});

test("hostile names come back from the line as they were, on one line of ASCII-safe JSON", () => {
  for (const path of HOSTILE_PATHS) {
    const line = render(event({ ...OPEN, asked: path } as Behaviour, { comm: path }));
    log.validate(line);
    assert.equal(parse(line).data.event.data["fname"], path);
    // lone surrogates would be lost in UTF-8: they stand as \udcXX
    assert.equal(parse(Buffer.from(line).toString()).data.event.data["comm"], path);
  }
});

test("what a terminal would act on is escaped, and the value stays the same", () => {
  const path = "/a\u007f\u009b2J\u202egnp\u2028\u2029\ufeff\u{e0041}é日\udc80";
  const line = render(event({ ...OPEN, kind: "open", asked: path } as Behaviour));
  assert.doesNotMatch(line, /[\u007f-\u009f\u2028\u2029\p{Cf}]/u);
  assert.match(line, /\\u009b2J\\u202egnp\\u2028\\u2029\\ufeff\\udb40\\udc41é日\\udc80/);
  assert.equal(parse(line).data.event.data["fname"], path);
});
