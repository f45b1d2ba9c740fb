import assert from "node:assert/strict";
import { test } from "node:test";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { raisedRules } from "./falco-evaluator.js";
import { RUNC, call, rulesFor } from "./falco-events.js";
import { argument, calls, privilege, socket } from "./sample-baseline.js";

const RULES = {
  "Unexpected change of identity": [
    ...["setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "capset"],
  ],
  "Unexpected reach into another process": [
    ...["ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd"],
  ],
  "Unexpected change of the kernel": [
    ...["bpf", "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load"],
  ],
  "Unexpected namespace": ["setns", "unshare", "chroot"],
  "Unexpected io_uring": ["io_uring_setup"],
};

function raised(more: Partial<Baseline>, type: string, program = "/usr/sbin/nginx"): string[] {
  return raisedRules(rulesFor(more), call(type, {}, { "proc.exepath": program }));
}

for (const [rule, names] of Object.entries(RULES)) {
  test(`${rule}: its calls are reported, unless the same program was seen to make them`, () => {
    for (const name of names) {
      assert.deepEqual(raised({}, name), [rule]);
      const privileges = [privilege(name, { by: ["/usr/sbin/nginx"] })];
      assert.deepEqual(raised({ privileges }, name), [], name);
      assert.deepEqual(raised({ privileges }, name, "/bin/sh"), [rule], name);
      const others = names.filter((other) => other !== name);
      for (const other of others) assert.deepEqual(raised({ privileges }, other), [rule], other);
    }
  });
}

test("a process that is made in namespaces of its own is reported, unless the program was seen to", () => {
  const cloned = (type: string, flags: string, more: Partial<Baseline> = {}): string[] => {
    const fields = { "proc.exepath": "/usr/sbin/nginx", "evt.arg.flags": flags };
    return raisedRules(rulesFor(more), call(type, {}, fields));
  };
  const NEWUSER = 0x1000_0000;
  for (const name of ["clone", "clone3"]) {
    assert.deepEqual(cloned(name, "CLONE_NEWUSER"), ["Unexpected namespace for a new process"]);
    assert.deepEqual(cloned(name, "CLONE_FILES|CLONE_THREAD"), []);
    const seen = { ...argument(name, [NEWUSER]), by: ["/usr/sbin/nginx"] };
    assert.deepEqual(cloned(name, "CLONE_NEWUSER", { syscallArguments: [seen] }), []);
    const thread = { ...argument(name, [0x100]), by: ["/usr/sbin/nginx"] };
    assert.deepEqual(cloned(name, "CLONE_NEWUSER", { syscallArguments: [thread] }), [
      "Unexpected namespace for a new process",
    ]);
  }
});

test("a signal is reported, one that only asks too, unless the program was seen to send some", () => {
  const sent = (sig: string, more: Partial<Baseline> = {}): string[] =>
    raisedRules(rulesFor(more), call("kill", { sig }, { "proc.exepath": "/bin/sh" }));
  assert.deepEqual(sent("SIGKILL"), ["Unexpected signal"]);
  assert.deepEqual(sent("0"), ["Unexpected signal"]);
  const workload = { x86_64: calls("kill").map((each) => ({ ...each, by: ["/bin/sh"] })) };
  for (const sig of ["SIGKILL", "0"]) {
    assert.deepEqual(sent(sig, { syscalls: { workload, start: {} } }), []);
  }
});

test("the variants of a call for wide ids are the same call to Falco", () => {
  const privileges = [privilege("setresuid32", { by: ["/usr/sbin/nginx"] })];
  assert.deepEqual(raised({ privileges }, "setresuid"), []);
});

test("a call that was seen to fail alone, or that fails, allows and reports nothing", () => {
  const privileges = [privilege("ptrace", { by: ["/usr/sbin/nginx"], results: ["EPERM"] })];
  assert.deepEqual(raised({ privileges }, "ptrace"), ["Unexpected reach into another process"]);
  const failed = call("ptrace", {}, { "evt.failed": true, "evt.rawres": -1 });
  assert.deepEqual(raisedRules(rulesFor(), failed), []);
});

test("kexec is reported when it is tried: Falco doesn't tell what became of it", () => {
  for (const name of ["kexec_load", "kexec_file_load"]) {
    const privileges = [privilege(name, { by: ["/usr/sbin/nginx"], results: ["EPERM"] })];
    assert.deepEqual(raised({ privileges }, name), ["Unexpected change of the kernel"]);
  }
});

test("where results were not recorded, whoever used the system call may use it", () => {
  const rules = {
    setns: "Unexpected namespace",
    chroot: "Unexpected namespace",
    pidfd_getfd: "Unexpected reach into another process",
  };
  for (const [name, rule] of Object.entries(rules)) {
    const workload = { x86_64: calls(name).map((each) => ({ ...each, by: ["/usr/bin/tool"] })) };
    const syscalls = { workload, start: {} };
    assert.deepEqual(raised({ syscalls }, name, "/usr/bin/tool"), [], name);
    assert.deepEqual(raised({ syscalls }, name), [rule]);
  }
});

test("what an unknown program did, any may do, and the file says so", () => {
  const privileges = [privilege("setuid", { by: [""] })];
  assert.deepEqual(raised({ privileges }, "setuid", "/bin/any"), []);
  assert.deepEqual(raised({ privileges }, "setgid"), ["Unexpected change of identity"]);
  assert.match(
    rulesFor({ privileges }),
    /# +user, group or capabilities changed: setuid: by an unknown program/,
  );
});

test("the runtime's own changes of identity and namespaces are not reported", () => {
  for (const name of ["setresuid", "capset", "unshare", "setns"]) {
    assert.deepEqual(raisedRules(rulesFor(), call(name, {}, RUNC)), []);
  }
});

test("ordinary sockets are not looked at; raw, packet, netlink and rare ones are", () => {
  const make = (domain: string, type: number): string[] =>
    raisedRules(rulesFor(), call("socket", { domain, type }));
  for (const domain of ["AF_UNIX", "AF_LOCAL", "AF_LOCAL|AF_UNIX", "AF_INET", "AF_INET6"]) {
    assert.deepEqual(make(domain, 1), []);
    assert.deepEqual(make(domain, 2 | 2048 | 524288), []);
  }
  for (const flags of [0, 2048, 524288, 2048 | 524288]) {
    assert.deepEqual(make("AF_INET", 3 | flags), ["Unexpected socket"]);
    assert.deepEqual(make("AF_INET6", 3 | flags), ["Unexpected socket"]);
  }
  for (const domain of ["AF_PACKET", "AF_ROUTE|AF_NETLINK", "AF_ALG", "AF_UNSPEC"]) {
    assert.deepEqual(make(domain, 2), ["Unexpected socket"]);
  }
});

test("an unusual socket is allowed by the family that was seen, under each of Falco's names", () => {
  const families = {
    netlink: "AF_ROUTE",
    ipv4: "AF_INET",
    vsock: "AF_UNSPEC",
    packet: "AF_PACKET",
  };
  for (const [family, domain] of Object.entries(families)) {
    const rules = rulesFor({ sockets: [socket(family)] });
    assert.deepEqual(raisedRules(rules, call("socket", { domain, type: 3, proto: 0 })), []);
    for (const other of Object.values({ ...families, six: "AF_INET6" })) {
      if (other === domain) continue;
      const event = call("socket", { domain: other, type: 3, proto: 0 });
      assert.deepEqual(raisedRules(rules, event), ["Unexpected socket"], `${family} ${other}`);
    }
  }
  const joined = call("socket", { domain: "AF_ROUTE|AF_NETLINK", type: 3, proto: 0 });
  assert.deepEqual(raisedRules(rulesFor({ sockets: [socket("netlink")] }), joined), []);
  const refused = rulesFor({ sockets: [socket("netlink", { results: ["EPERM"] })] });
  assert.deepEqual(raisedRules(refused, joined), ["Unexpected socket"]);
});

test("a socket for pings is unusual, and allowed where one was asked for", () => {
  const make = (more: Partial<Baseline>, domain: string, proto: number, type = 2): string[] =>
    raisedRules(rulesFor(more), call("socket", { domain, type: type | 524288, proto }));
  const none = ["Unexpected socket"];
  assert.deepEqual(make({}, "AF_INET", 1), none);
  assert.deepEqual(make({}, "AF_INET6", 58), none);
  assert.deepEqual(make({}, "AF_INET", 17), []);
  const asked = {
    syscallArguments: [argument("socket", [2, 2, 1]), argument("socket", [10, 2, 58])],
  };
  assert.deepEqual(make(asked, "AF_INET", 1), []);
  assert.deepEqual(make(asked, "AF_INET6", 58), []);
  assert.deepEqual(make(asked, "AF_INET", 1, 3), none, "a raw one reaches further");
  assert.deepEqual(make({ sockets: [socket("ipv4")] }, "AF_INET", 1), none);
  const udp = { syscallArguments: [argument("socket", [2, 2, 17])] };
  assert.deepEqual(make(udp, "AF_INET", 1), none);
});

test("of netlink only the parts of the kernel may be reached that were", () => {
  const rules = rulesFor({
    sockets: [
      socket("netlink", { protocol: "route" }),
      socket("netlink", { protocol: "netfilter" }),
      socket("netlink", { protocol: "30" }),
    ],
  });
  const raisedBy = (proto: number): string[] =>
    raisedRules(rules, call("socket", { domain: "AF_ROUTE|AF_NETLINK", type: 3, proto }));
  for (const proto of [0, 12, 30]) assert.deepEqual(raisedBy(proto), []);
  for (const proto of [9, 16]) assert.deepEqual(raisedBy(proto), ["Unexpected socket"]);
});

test("a module that can't be loaded is reported, but for programs that were seen to try", () => {
  const failing = (program: string, more: Partial<Baseline> = {}): string[] => {
    const failed = { "evt.failed": true, "evt.rawres": -1, "proc.exepath": program };
    return raisedRules(rulesFor(more), call("finit_module", {}, failed));
  };
  const rule = "Unexpected change of the kernel";
  assert.deepEqual(failing("/bin/kmod"), [rule]);
  const tried = privilege("finit_module", { by: ["/bin/kmod"], results: ["EPERM"] });
  assert.deepEqual(failing("/bin/kmod", { privileges: [tried] }), []);
  assert.deepEqual(failing("/bin/sh", { privileges: [tried] }), [rule]);
  assert.deepEqual(raised({ privileges: [tried] }, "finit_module", "/bin/kmod"), [rule]);
});

test("calls of which Falco knows nothing but who made them are allowed to who was seen to", () => {
  const rules = {
    truncate: "Unexpected change of file contents or attributes",
    utimensat: "Unexpected change of file contents or attributes",
    fchmodat2: "Unexpected change of file contents or attributes",
    setxattr: "Unexpected change of file contents or attributes",
    fsopen: "Unexpected mount by newer calls",
    move_mount: "Unexpected mount by newer calls",
    add_key: "Unexpected rare system call",
    userfaultfd: "Unexpected rare system call",
    sethostname: "Unexpected rare system call",
  };
  for (const [name, rule] of Object.entries(rules)) {
    const workload = { x86_64: calls(name).map((each) => ({ ...each, by: ["/usr/bin/tool"] })) };
    const syscalls = { workload, start: {} };
    assert.deepEqual(raised({ syscalls }, name, "/usr/bin/tool"), [], name);
    assert.deepEqual(raised({ syscalls }, name), [rule], name);
    assert.deepEqual(raisedRules(rulesFor(), call(name, {}, RUNC)), []);
  }
});

test("a rare call that a seccomp filter refused may be tried by the same program, no other one", () => {
  const [keyctl] = calls("keyctl");
  assert.ok(keyctl !== undefined);
  const filtered = { ...keyctl, abi: "x86_64", error: "EPERM", by: ["/usr/sbin/sshd"] } as const;
  const refused = { executables: [], syscalls: [filtered] };
  assert.deepEqual(raised({ refused }, "keyctl", "/usr/sbin/sshd"), []);
  assert.deepEqual(raised({ refused }, "keyctl"), ["Unexpected rare system call"]);
  const ptrace = { executables: [], syscalls: [{ ...filtered, name: "ptrace" }] };
  const reach = ["Unexpected reach into another process"];
  assert.deepEqual(raised({ refused: ptrace }, "ptrace", "/usr/sbin/sshd"), reach, "it succeeded");
});
