import assert from "node:assert/strict";
import { test } from "node:test";
import { calls, destination, evidence as EVIDENCE, file } from "../../emit/sample-baseline.js";
import { view } from "./sample-view.js";

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
