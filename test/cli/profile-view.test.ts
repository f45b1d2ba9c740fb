import assert from "node:assert/strict";
import { test } from "node:test";
import { formatProfile, type ViewOptions } from "../../src/cli/profile-view.js";
import type { Baseline } from "../../src/model/baseline.js";
import {
  calls,
  destination,
  file,
  listener,
  program,
  sampleBaseline,
} from "../emit/sample-baseline.js";

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

test("what is partial says so first, with every reason", () => {
  const reasons = [
    { code: "events-lost", count: 5, message: "5 open events were lost." },
    { code: "joined-late", count: 1, message: "1 container was running already." },
  ] as const;
  const text = view({ completeness: { state: "partial", reasons } });
  assert.match(text, /^PARTIAL: .*\n {2}- 5 open events were lost\.\n {2}- 1 container was/m);
  assert.doesNotMatch(text, /^complete/m);
});

test("of a long list so many are shown, and the rest is counted", () => {
  const filesRead = Array.from({ length: 30 }, (_, index) => file(`/f${String(index)}`));
  const text = view({ filesRead });
  assert.match(text, /^READ 30 files$/m);
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
      executables: [{ ...file("/usr/local/bin/x"), error: "ENOENT" }],
      syscalls: [{ ...refusedCall, abi: "x86_64", error: "ENOSYS" }],
    },
  });
  assert.match(text, /^TRIED and was refused\n {2}exec \/usr\/local\/bin\/x: ENOENT$/m);
  assert.match(text, /^ {2}clone3: ENOSYS by a seccomp filter, for \/bin\/sh$/m);
});

test("hostile text is shown and acts on nothing, wherever it was recorded", () => {
  const hostile = "/x\u001b[2J\n\u202ey\udcff\r";
  const shown = "/x\\x1b[2J\\n\\u{202e}y\\xff\\r";
  const { image, runs } = sampleBaseline();
  const [call] = calls("read");
  assert.ok(call !== undefined);
  const text = view({
    image: { ...image, references: [hostile], digest: hostile },
    runs: { ...runs, runtimes: [{ name: hostile, version: hostile }] },
    completeness: {
      state: "partial",
      reasons: [{ code: "events-lost", count: 1, message: hostile }],
    },
    executables: [program(hostile, { invokedAs: [`${hostile}2`] })],
    filesRead: [file(hostile, { by: [hostile] })],
    filesWritten: [file(hostile)],
    destinations: [destination("unix", hostile), destination("tcp", `:${hostile}`, 1)],
    listeners: [{ ...listener(1), address: hostile }],
    refused: {
      executables: [{ ...file(hostile), error: "EPERM" }],
      syscalls: [{ ...call, by: [hostile], abi: "x86_64", error: "EPERM" }],
    },
  });
  assert.doesNotMatch(text.replaceAll("\n", ""), /\p{Cc}|\p{Cf}|\p{Cs}/u);
  assert.equal(text.split(shown).length - 1, 14);
  assert.equal(text.split("\n").length, view().split("\n").length + 6);
});

test("a name is whole however long it is, and a note is cut between characters", () => {
  const path = `/${"long/".repeat(300)}end`;
  const by = ["\u{1f480}".repeat(300)];
  const text = view({ filesRead: [file(path, { by })] });
  const line = text.split("\n").find((each) => each.includes("/long/")) ?? "";
  assert.ok(line.startsWith(`  ${path} `));
  assert.match(line, /\u{1f480}…$/u);
  assert.equal(Buffer.from(line, "utf8").toString("utf8"), line);
});
