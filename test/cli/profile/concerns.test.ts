import assert from "node:assert/strict";
import { test } from "node:test";
import { formatProfile } from "../../../src/cli/profile/view.js";
import { writtenNames } from "../../../src/cli/profile/warnings.js";
import type { Baseline } from "../../../src/model/baseline/baseline.js";
import { change, evidence, file, program, sampleBaseline } from "../../emit/sample-baseline.js";

function view(more: Partial<Baseline>, limit = 25): string {
  const docker = { dockerDefault: new Set<string>(), dockerConditional: new Set<string>() };
  return formatProfile(sampleBaseline(more), { limit, ...docker, dockerDefaultCount: 0 });
}

const BY = { by: ["/bin/sh"] };

test("what deserves a look comes first, is never left out, and stands at the head", () => {
  const filesRead = ["a", "b", "c", "d", "e", "f"]
    .map((name) => file(`/etc/${name}`))
    .concat(file("/etc/shadow"));
  const changes = [
    { ...change("chmod", "/a"), modes: ["0644"] },
    { ...change("chmod", "/bin/bash"), modes: ["4755"] },
    { ...change("chmod", "/srv/x"), modes: ["2755"] },
  ];
  const text = view({ filesRead, changes }, 2);
  assert.match(text, /^READ 7 files, .*\n! \/etc\/shadow +1\/3 {2}SECRET\n {2}\/etc\/a /mu);
  assert.match(text, /^ permissions\n! \/bin\/bash +1\/3 {2}SETUID {2}4755$/mu);
  assert.match(text, /^! 1 × SECRET: A file was read that holds passwords, /mu);
  assert.match(text, /^! 1 × SETUID: A file was made to run with the rights of its owner, /mu);
  assert.doesNotMatch(text, /× SETGID|! \/srv\/x/u);
  assert.match(view({ changes }), /^ {2}\/srv\/x +1\/3 {2}SETGID {2}2755$/mu);
});

test("programs, rights and connections are looked at too", () => {
  const text = view({
    executables: [program("/usr/bin/dash", { when: ["steady"] }), program("/usr/bin/apt-get")],
    destinations: [
      { ...evidence, transport: "unix", address: "/var/run/docker.sock", results: ["connected"] },
    ],
    sockets: [
      { ...evidence, ...BY, family: "packet", type: "raw", protocol: "all", results: ["done"] },
    ],
    privileges: [{ ...evidence, call: "ptrace", what: "PTRACE_ATTACH", results: ["done"] }],
    capabilities: [{ ...evidence, name: "CAP_SYS_ADMIN", use: "used", calls: ["mount"] }],
  });
  for (const row of [
    /^! \/usr\/bin\/dash .*SHELL OF A SERVICE/mu,
    /^! \/usr\/bin\/apt-get .*PACKAGE MANAGER/mu,
    /^! unix \/var\/run\/docker\.sock .*ENGINE/mu,
    /^! packet raw all .*RAW SOCKET/mu,
    /^! ptrace {2}PTRACE_ATTACH .*REACHES FURTHER/mu,
    /^! CAP_SYS_ADMIN .*BEYOND THE DEFAULT/mu,
  ]) {
    assert.match(text, row);
  }
});

test("a file that was renamed again and again was written under all of its names", () => {
  const nameOf = (index: number): string => `/tmp/${String(index).padStart(6, "0")}`;
  const renames = Array.from({ length: 20_000 }, (_, index) => ({
    ...change("rename", nameOf(index + 1)),
    to: nameOf(index),
  }));
  const baseline = sampleBaseline({ filesWritten: [file(nameOf(20_000))], changes: renames });
  assert.equal(writtenNames(baseline).size, 20_001);
});
