import assert from "node:assert/strict";
import { test } from "node:test";
import { formatProfile, type ViewOptions } from "../../../src/cli/profile/view.js";
import type { Baseline } from "../../../src/model/baseline/baseline.js";
import {
  calls,
  change,
  destination,
  evidence as EVIDENCE,
  file,
  listener,
  otherOpen,
  program,
  sampleBaseline,
} from "../../emit/sample-baseline.js";

const OPTIONS: ViewOptions = {
  limit: 25,
  dockerDefault: new Set(["read", "write"]),
  dockerConditional: new Set(["clone", "personality"]),
  dockerDefaultCount: 348,
};

function view(more: Partial<Baseline> = {}, options: Partial<ViewOptions> = {}): string {
  return formatProfile(sampleBaseline(more), { ...OPTIONS, ...options });
}

test("the view tells which image, how well it is known, and what it does", () => {
  const text = view();
  assert.match(text, /^nginx:1\.27 {2}sha256:0123456789ab\n/);
  assert.match(text, /^3 runs · in 1 recording · x86_64 · runc 1\.1\.5$/m);
  assert.match(text, /^complete: nothing was lost$/m);
  assert.match(text, /^RAN 1 executable\n {2}\/usr\/sbin\/nginx +1\/3/m);
  assert.match(text, /^READ 1 file\n {2}\/etc\/passwd +1\/3 {2}by \/bin\/sh$/m);
  assert.match(text, /^WROTE 1 file\n {2}\/var\/log\/nginx\/access\.log /m);
  assert.match(text, /^CALLED 1 destination\n {2}tcp 10\.0\.0\.1:443 +1\/3 {2}connected/m);
  assert.match(text, /^LISTENED ON 1 address\n {2}tcp 0\.0\.0\.0:80 /m);
  assert.match(
    text,
    /^USED 2 system calls \(Docker's default profile allows 348\)\n {2}read write$/m,
  );
  assert.ok(text.endsWith("\n"));
  assert.doesNotMatch(text, /TRIED/);
});

test("what was opened and is no file has a section of its own, where there is any", () => {
  const otherOpens = [
    otherOpen("/var/log/error.log", { by: ["/usr/sbin/nginx"] }),
    otherOpen("/var/lib/data", { types: ["directory"], access: ["read"] }),
    otherOpen("/proc/*/fd/3", { types: ["memory"], access: ["read", "write"] }),
  ];
  const text = view({ otherOpens });
  assert.match(text, /^OPENED 3 names of pipes, folders and the like$/m);
  assert.match(text, /\/var\/log\/error\.log +1\/3 {2}pipe, written$/m);
  assert.match(text, /\/var\/lib\/data +1\/3 {2}folder, read {2}by \/bin\/sh$/m);
  assert.match(text, /\/proc\/\*\/fd\/3 +1\/3 {2}memory, read and written {2}by/m);
  assert.doesNotMatch(view(), /OPENED/);
});

test("what is partial says so first, with every reason", () => {
  const reasons = [
    { code: "events-lost", count: 5, message: "5 open events were lost." },
    { code: "joined-late", count: 1, message: "1 container was running already." },
  ] as const;
  const text = view({ completeness: { state: "partial", reasons } });
  assert.match(
    text,
    /^PARTIAL: .*\n {2}- 5 open events were lost\.; record again [^-]*--buffer[^-]*\n {2}- 1 container was/m,
  );
  assert.match(text, /was running already\.; its start is missing: record again/);
  assert.doesNotMatch(text, /^complete/m);
});

test("of a long list so many are shown, and the rest is counted", () => {
  const filesRead = Array.from({ length: 30 }, (_, index) => file(`/f${String(index)}`));
  const text = view({ filesRead });
  assert.match(text, /^READ 30 files, all by \/bin\/sh$/m);
  assert.match(text, /\/f24 /);
  assert.doesNotMatch(text, /\/f25 /);
  assert.match(text, /^ {2}… and 5 more \(--all shows them\)$/m);
  assert.match(view({ filesRead }, { limit: Infinity }), /\/f29 /);
  assert.doesNotMatch(view({ filesRead }, { limit: 30 }), /more \(--all/);
});

test("an executable that is not the image's stands out, and shows its other names", () => {
  const executables = [
    program("/bin/busybox", { invokedAs: ["/bin/busybox", "/bin/sh", "ls"] }),
    program("/tmp/x", { storage: ["image", "upper"] }),
  ];
  const text = view({ executables });
  assert.match(text, /\/bin\/busybox .* as \/bin\/sh ls$/m);
  assert.match(text, /\/tmp\/x .* NOT IN THE IMAGE: upper$/m);
});

test("an IPv6 address is set apart from its port, and a unix address has none", () => {
  const destinations = [
    destination("tcp", "2001:db8::1", 443),
    destination("unix", "/run/a:b.sock"),
    destination("unix", "@abstract"),
  ];
  const text = view({ destinations });
  assert.match(text, /^ {2}tcp \[2001:db8::1\]:443 /m);
  assert.match(text, /^ {2}unix \/run\/a:b\.sock /m);
  assert.match(text, /^ {2}unix @abstract /m);
});

test("system calls that Docker's default doesn't allow are named, those of every ABI once", () => {
  const workload = { x86_64: calls("read", "bpf", "clone"), x86: calls("read", "vm86") };
  const text = view({ syscalls: { workload, start: {} } });
  assert.match(text, /^USED 4 system calls .*\n {2}bpf clone read vm86\n/m);
  assert.match(text, /^ {2}allowed there with some arguments only: clone$/m);
  assert.match(text, /^ {2}not allowed there: bpf vm86$/m);
});

test("what was refused is told, with why and for whom", () => {
  const [refusedCall] = calls("clone3");
  assert.ok(refusedCall !== undefined);
  const text = view({
    refused: {
      executables: [{ ...file("/usr/local/bin/x"), error: "EACCES" }],
      syscalls: [{ ...refusedCall, abi: "x86_64", error: "EPERM" }],
    },
  });
  assert.match(text, /^TRIED and was refused\n {2}exec \/usr\/local\/bin\/x: EACCES$/m);
  assert.match(text, /^ {2}clone3: EPERM by a seccomp filter, for \/bin\/sh$/m);
});

test("what Docker's default profile refuses to every container is one line", () => {
  const refusal = (name: string, error: string) =>
    calls(name).map((each) => ({ ...each, abi: "x86_64" as const, error }));
  const byDefault = [...refusal("clone3", "ENOSYS"), ...refusal("bpf", "EPERM")];
  const line = /^ {2}refused to every container by Docker's default profile: bpf clone3$/m;
  const text = view({ refused: { executables: [], syscalls: byDefault } });
  assert.match(text, line);
  assert.doesNotMatch(text, /TRIED/);
  const own = [...byDefault, ...refusal("read", "EPERM")];
  const more = view({ refused: { executables: [], syscalls: own } });
  assert.match(more, line);
  assert.match(
    more,
    /^TRIED and was refused\n {2}read: EPERM by a seccomp filter.*\n {2}refused to/m,
  );
});

test("what nothing but the health check did is marked", () => {
  const text = view({
    executables: [program("/bin/sh"), program("/usr/bin/curl", { when: ["health-check"] })],
  });
  assert.match(text, / · \+ by the health check alone$/m);
  assert.match(text, /^ {2}\/usr\/bin\/curl .*1\/\d+ \+$/m);
});

test("a search along PATH is no refusal, and told where it found nothing at all", () => {
  const missing = (path: string) => ({ ...file(path), error: "ENOENT" });
  const executables = [program("/bin/busybox", { invokedAs: ["/usr/bin/cat"] })];
  const refused = {
    executables: ["/usr/local/bin/cat", "/usr/bin/gone", "/bin/gone"].map(missing),
    syscalls: [],
  };
  const text = view({ executables, refused });
  assert.match(text, /^LOOKED IN VAIN for 1 program\n {2}gone: \/usr\/bin\/gone \/bin\/gone$/m);
  assert.doesNotMatch(text, /TRIED|local/);
});

test("hostile text is shown and acts on nothing, wherever it was recorded", () => {
  const hostile = "/x\u001b[2J\n\u202ey\udcff\r";
  const shown = "/x\\x1b[2J\\n\\u{202e}y\\xff\\r";
  const { image, runs } = sampleBaseline();
  const [call] = calls("read");
  assert.ok(call !== undefined);
  const text = view({
    image: {
      ...image,
      references: [hostile],
      name: hostile,
      builds: [{ digest: hostile, firstSeen: "", lastSeen: "" }],
    },
    runs: { ...runs, runtimes: [{ name: hostile, version: hostile }] },
    completeness: {
      state: "partial",
      reasons: [{ code: "events-lost", count: 1, message: hostile }],
    },
    executables: [program(hostile, { invokedAs: [`${hostile}2`] })],
    filesRead: [file(hostile, { by: [`${hostile}3`] })],
    filesWritten: [file(hostile)],
    otherOpens: [otherOpen(hostile)],
    destinations: [destination("unix", hostile), destination("tcp", `:${hostile}`, 1)],
    listeners: [{ ...listener(1), address: hostile }],
    refused: {
      executables: [{ ...file(hostile), error: "EPERM" }],
      syscalls: [{ ...call, by: [hostile], abi: "x86_64", error: "EPERM" }],
    },
  });
  assert.doesNotMatch(text.replaceAll("\n", ""), /\p{Cc}|\p{Cf}|\p{Cs}/u);
  assert.equal(text.split(shown).length - 1, 15);
  assert.equal(text.split("\n").length, view().split("\n").length + 9);
});

test("a name is whole however long it is, and a note is cut between characters", () => {
  const path = `/${"long/".repeat(300)}end`;
  const by = ["\u{1f480}".repeat(300)];
  const lines = view({ filesRead: [file(path, { by })] }).split("\n");
  const at = lines.findIndex((each) => each.includes("/long/"));
  assert.equal(lines[at], `  ${path}`);
  assert.match(lines[at + 1] ?? "", /^ +1\/3$/);
  const note = lines[at + 2] ?? "";
  assert.match(note, /^ {6}by \u{1f480}+…$/u);
  assert.equal([...note].length, 100);
});

test("what goes beside a name fits a terminal of 100 columns, or has a line of its own", () => {
  const path = `/${"x".repeat(44)}`;
  const fits = view({ filesRead: [file(path, { by: [`/${"y".repeat(37)}`] })] });
  assert.match(fits, /^ {2}\/x{44} +1\/3 {2}by \/y{37}$/m);
  const longer = view({ filesRead: [file(path, { by: [`/${"y".repeat(40)}`] })] });
  assert.match(longer, /^ {2}\/x{44} +1\/3\n {6}by \/y{40}$/m);
});

test("programs that the image doesn't hold are the first thing one reads", () => {
  const text = view({
    executables: [
      program("/tmp/x", { storage: ["upper"] }),
      program("/bin/sh", { scripts: ["volume"] }),
      program("/usr/bin/python3.11", { interprets: [{ path: "/data/a.py", storage: ["volume"] }] }),
    ],
    filesWritten: [
      file("/tmp/x", { contents: ["elf"], executable: true }),
      file("/tmp/notes.sh", { contents: ["script"] }),
      file("/tmp/copied", { contents: ["unknown"], executable: true }),
    ],
    changes: [
      change("chmod", "/tmp/x", { modes: ["0755"] }),
      change("chmod", "/var/data", { modes: ["0755"] }),
    ],
  });
  assert.match(text, /^! 2 programs NOT IN THE IMAGE ran$/m);
  assert.match(text, /^! 1 script NOT IN THE IMAGE was run by an interpreter$/m);
  assert.match(text, /^! 2 programs WRITTEN$/m);
  assert.match(text, /^! 1 file MADE EXECUTABLE after being written$/m);
  assert.match(text, /^! \/tmp\/copied .* PROGRAM \(contents not seen\)$/m);
  assert.match(text, /\/bin\/sh .* its script NOT IN THE IMAGE: volume$/m);
  assert.match(text, /^ {6}ran \/data\/a\.py, NOT IN THE IMAGE: volume$/m);
  assert.match(text, /^! \/tmp\/x .* PROGRAM \(elf\)$/m);
  assert.match(text, /^ {2}\/tmp\/notes\.sh .* {2}script$/m);
  assert.match(text, /^! \/tmp\/x .* MADE EXECUTABLE {2}0755$/m);
  assert.match(text, /^ {2}\/var\/data .* 0755$/m);
  assert.doesNotMatch(view(), /^!/m);
});

test("who did it is not said where the image has one program, and of many the first are", () => {
  const filesRead = [file("/a", { by: ["/usr/sbin/nginx"] }), file("/b", { by: ["/bin/other"] })];
  const text = view({ filesRead });
  assert.match(text, /^ {2}\/a +1\/3$/m);
  assert.match(text, /^ {2}\/b +1\/3 {2}by \/bin\/other$/m);
  const by = ["/a", "/b", "/c", "/d"];
  assert.match(view({ filesRead: [file("/x", { by })] }), /by \/a \/b and 2 more$/m);
  assert.match(
    view({ filesRead: [file("/x", { by })] }, { limit: Infinity }),
    /by \/a \/b \/c \/d$/m,
  );
  const executables = [program("/usr/sbin/nginx"), program("/bin/other")];
  assert.match(view({ filesRead, executables }), /^ {2}\/a +1\/3 {2}by \/usr\/sbin\/nginx$/m);
});

test("hostile text of every list is shown and acts on nothing", () => {
  const hostile = "/x\u001b[2J\n\u202ey\udcff\r";
  const texts = [hostile];
  const text = view({
    executables: [program("/bin/sh", { interprets: [{ path: hostile, storage: ["volume"] }] })],
    changes: [
      change("rename", hostile, { to: hostile, by: texts }),
      change("symlink", hostile, { texts }),
    ],
    destinations: [
      {
        ...destination("tcp", "10.0.0.1", 80),
        path: hostile,
        names: texts,
        serverNames: texts,
        requests: [{ method: hostile, host: hostile, path: hostile }],
      },
    ],
    listeners: [{ ...listener(1), path: hostile }],
    names: [{ ...EVIDENCE, name: hostile, aliases: texts, addresses: texts }],
    sockets: [
      { ...EVIDENCE, family: hostile, type: hostile, protocol: hostile, results: ["done"] },
    ],
    capabilities: [{ ...EVIDENCE, name: hostile, use: "used", calls: ["bind"] }],
    privileges: [{ ...EVIDENCE, call: hostile, what: hostile, results: ["done"] }],
    syscallArguments: [{ ...EVIDENCE, abi: "x86_64", call: hostile, values: [], meaning: hostile }],
    kubernetes: [
      { namespace: hostile, container: hostile, owner: { kind: hostile, name: hostile } },
    ],
    blindSpots: [{ code: "capabilities", count: null, message: hostile }],
  });
  assert.doesNotMatch(text.replaceAll("\n", ""), /\p{Cc}|\p{Cf}|\p{Cs}/u);
  assert.doesNotMatch(text, /^[^ !\n]*\[2J/mu);
});

test("changes are grouped, and those that only failed are a group of their own", () => {
  const changes = [
    change("chown", "/a", { owners: ["33:"] }),
    change("mkdir", "/cache", { modes: ["0700"] }),
    change("rename", "/run/a.tmp", { to: "/run/a" }),
    change("symlink", "/l", { texts: ["/target"] }),
    change("unlink", "/gone", { results: ["ENOENT", "done"] }),
    change("mkdir", "/var", { modes: ["0777"], results: ["EEXIST"] }),
    change("unlink", "/never", { results: ["ENOENT"] }),
  ];
  const text = view({ changes });
  const section = text.slice(text.indexOf("CHANGED"), text.indexOf("READ"));
  assert.deepEqual(
    section.split("\n").map((line) => line.replace(/ {2,}/gu, "  ").replace(/ {2}by .*/u, "")),
    [
      "CHANGED 5 files, all by /bin/sh",
      " created",
      "  /cache  1/3  mkdir  0700",
      "  /l  1/3  symlink  /target",
      " renamed",
      "  /run/a.tmp → /run/a  1/3",
      " removed",
      "  /gone  1/3  also ENOENT",
      " permissions",
      "  /a  1/3  owner 33:",
      " tried in vain",
      "  /var  1/3  mkdir  0777  EEXIST",
      "  /never  1/3  unlink  ENOENT",
      "",
      "",
    ],
  );
  assert.match(
    view({ changes }, { limit: 1 }),
    / created\n[^\n]*\n {2}… and 1 more[^\n]*\n renamed\n {2}\/run/,
  );
  const failed = [change("mkdir", "/var", { results: ["EEXIST"] })];
  assert.match(view({ changes: failed }), /^CHANGED nothing\n tried in vain\n {2}\/var /m);
});

test("a destination has its names and what was asked of it below it", () => {
  const requests = Array.from({ length: 7 }, (_, index) => ({
    method: "GET",
    host: "web.test",
    path: `/${String(index)}`,
  }));
  const names = { names: ["web.test"], serverNames: ["web.test", "www.test"] };
  const destinations = [{ ...destination("tcp", "10.0.0.1", 443), ...names, requests }];
  const text = view({ destinations });
  assert.match(text, /\n {6}named web\.test · TLS for web\.test www\.test\n {6}GET web\.test\/0\n/);
  assert.match(text, /GET web\.test\/4\n {6}… and 2 other requests\n/);
  assert.match(view({ destinations }, { limit: Infinity }), /GET web\.test\/6\n/);
});

test("names, listeners without a port of their own, and unusual sockets are told", () => {
  const text = view({
    names: [
      { ...EVIDENCE, name: "web.test", aliases: ["lb.test"], addresses: ["10.0.0.1"] },
      { ...EVIDENCE, name: "no.test", aliases: [], addresses: [] },
    ],
    listeners: [
      { ...EVIDENCE, transport: "udp", address: "0.0.0.0", port: 53 },
      { ...EVIDENCE, transport: "tcp", address: "::", ephemeral: true },
      { ...EVIDENCE, transport: "unix", address: "a.sock", path: "/run/a.sock" },
    ],
    sockets: [{ ...EVIDENCE, family: "packet", type: "raw", protocol: "all", results: ["EPERM"] }],
  });
  assert.match(text, /^RESOLVED 2 names\n {2}web\.test .* 10\.0\.0\.1 {2}through lb\.test$/m);
  assert.match(text, /^ {2}no\.test .* no address$/m);
  assert.match(text, /^ {2}udp 0\.0\.0\.0:53 /m);
  assert.match(text, /^ {2}tcp ::, on any free port /m);
  assert.match(text, /^ {2}unix a\.sock .*\n {6}which is \/run\/a\.sock$/m);
  assert.match(text, /^MADE 1 unusual socket\n {2}packet raw all .* EPERM {2}by/m);
});

test("capabilities that were needed are told from those that were only asked for", () => {
  const entry = { ...EVIDENCE, calls: ["bind"] };
  const text = view({
    capabilities: [
      { ...entry, name: "CAP_NET_BIND_SERVICE", use: "used" },
      { ...entry, name: "CAP_SYS_ADMIN", use: "probed" },
      { ...entry, name: "CAP_SYS_TIME", use: "refused" },
    ],
    privileges: [{ ...EVIDENCE, call: "setuid", what: "uid 33", results: ["done"] }],
    syscallArguments: [
      { ...EVIDENCE, abi: "x86_64", call: "socket", values: [2, 1, 0], meaning: "AF_INET A B" },
      { ...EVIDENCE, abi: "x86_64", call: "socket", values: [1, 1, 0], meaning: "AF_UNIX A B" },
    ],
  });
  assert.match(
    text,
    /^USED 1 capability \(Docker grants 14 by default\)\n {2}CAP_NET_BIND_SERVICE /m,
  );
  assert.match(text, /^ {2}refused: CAP_SYS_TIME$/m);
  assert.match(text, /^ {2}asked for in passing, and not needed: CAP_SYS_ADMIN$/m);
  const [, unused = ""] = /granted by Docker and not used:([\sA-Z_]*)\n\n/.exec(text) ?? [];
  assert.equal(unused.trim().split(/\s+/).length, 13);
  assert.doesNotMatch(unused, /NET_BIND/);
  assert.match(
    text,
    /^CHANGED RIGHTS.* 1 call \(the container's own ids\)\n {2}setuid {2}uid 33 .* by \/bin\/sh$/m,
  );
  assert.match(text, /^ {2}socket: AF_INET A B, AF_UNIX A B$/m);
  assert.doesNotMatch(view(), /capabilit/);
});

test("parts of the life are marked where there are two", () => {
  const filesRead = [
    file("/early", { by: ["/bin/other"] }),
    file("/late", { when: ["steady"] }),
    file("/both", { when: ["start-up", "steady"] }),
    file("/unknown", { when: [] }),
  ];
  const text = view({ filesRead });
  assert.match(text, /^↑ only before it first answered/m);
  assert.match(text, /\/early +1\/3 ↑ {2}by/);
  assert.match(text, /\/late +1\/3 → {2}by/);
  assert.match(text, /\/both +1\/3 {4}by/);
  assert.match(text, /\/unknown +1\/3 \? {2}by/);
  assert.doesNotMatch(view(), /[↑→?]/);
});

test("what can't be seen stands at the end, and where it ran at the beginning", () => {
  const message = `Something ${"that is long ".repeat(12)}can't be seen.`;
  const owner = { kind: "ReplicaSet", name: "web-1" };
  const text = view({
    blindSpots: [{ code: "capabilities", count: null, message }],
    kubernetes: [{ namespace: "shop", container: "web", owner }],
  });
  assert.match(text, /\nBLIND to 1 thing\n {2}- Something .*\n {4}.*can't be seen\.\n$/);
  assert.ok(text.split("\n").every((line) => line.length <= 100));
  assert.match(text, /^Kubernetes: web of ReplicaSet web-1 in shop$/m);
});
