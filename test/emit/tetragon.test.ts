import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { load } from "js-yaml";
import { renderBaseline } from "../../src/emit/emit.js";
import type { EmitOptions } from "../../src/emit/format.js";
import { tetragon } from "../../src/emit/tetragon/tetragon.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { CxrayError } from "../../src/model/errors.js";
import * as sample from "./sample-baseline.js";

interface Test {
  readonly args: readonly number[];
  readonly operator: string;
  readonly values: readonly string[];
}

interface Selector {
  readonly matchBinaries?: readonly { readonly operator: string; readonly values: string[] }[];
  readonly matchArgs: readonly Test[];
  readonly matchActions: readonly object[];
}

interface Policy {
  readonly metadata: object;
  readonly spec: {
    readonly podSelector?: object;
    readonly containerSelector?: object;
    readonly kprobes: readonly { readonly call: string; readonly selectors: readonly Selector[] }[];
  };
}

function policyOf(more: Partial<Baseline>, given: EmitOptions = {}): Policy {
  return load(renderBaseline(tetragon, sample.sampleBaseline(more), given).text) as Policy;
}

function selectorsOf({ spec }: Policy, call: string): readonly Selector[] {
  return spec.kprobes.find((hook) => hook.call === call)?.selectors ?? [];
}

/** `operator argument: values`, without what every test of the hook has. */
function tests({ matchArgs }: Selector): string[] {
  return matchArgs
    .filter(({ operator }) => operator !== "FileType" && operator !== "Family")
    .map(({ args, operator, values }) => `${operator} ${args.join()}: ${values.join(" ")}`);
}

describe("a TracingPolicy", () => {
  it("reports programs outside of the list, which has scripts as well", () => {
    const policy = policyOf({
      executables: [
        sample.program("/bin/sh", { interprets: [{ path: "/run.sh", storage: ["image"] }] }),
        sample.program("/tmp/build-*/app", { rule: "varying-name" }),
      ],
    });
    const [selector, ...others] = selectorsOf(policy, "security_bprm_check");
    assert.deepEqual(others, []);
    assert.ok(selector !== undefined);
    assert.deepEqual(selector.matchArgs, [
      { args: [0], operator: "NotEqual", values: ["/bin/sh", "/run.sh"] },
      { args: [0], operator: "NotPrefix", values: ["/tmp/build-"] },
    ]);
    assert.deepEqual(selector.matchActions, [{ action: "Post" }]);
  });

  it("looks at what the known programs open, and at writing apart from reading", () => {
    const policy = policyOf({
      executables: [sample.program("/bin/app")],
      filesRead: [sample.file("/etc/x")],
      filesWritten: [sample.file("/var/y"), sample.file("/tmp/z*", { rule: "varying-name" })],
    });
    const [executed, written, read, ...others] = selectorsOf(policy, "security_file_open");
    assert.deepEqual(others, []);
    assert.ok(executed !== undefined && written !== undefined && read !== undefined);
    assert.deepEqual(executed.matchActions, [{ action: "NoPost" }]);
    assert.deepEqual(tests(executed), ["Mask 1: 32"]);
    assert.deepEqual(written.matchBinaries, [{ operator: "In", values: ["/bin/app"] }]);
    assert.deepEqual(tests(written), ["Mask 1: 3", "NotEqual 0: /var/y", "NotPrefix 0: /tmp/z"]);
    assert.deepEqual(tests(read), ["NotEqual 0: /bin/app /etc/x /var/y", "NotPrefix 0: /tmp/z"]);
  });

  it("never has more than the five selectors that Tetragon takes", () => {
    const policy = policyOf({
      executables: [
        sample.program("/bin/app"),
        sample.program("/tmp/a*", { rule: "varying-name" }),
      ],
    });
    assert.equal(selectorsOf(policy, "security_file_open").length, 5);
    assert.equal(selectorsOf(policy, "security_socket_connect").length, 3);
  });

  it("compares addresses in both forms, opens ports of names, and takes private ones together", () => {
    const policy = policyOf({
      destinations: [
        sample.destination("tcp", "203.0.113.7", 443),
        sample.destination("tcp", "api.example.com", 8443),
        sample.destination("tcp", "127.0.0.1"),
        sample.destination("tcp", "fe80::1%eth0", 22),
        sample.destination("udp", "10.1.2.3", 53),
        sample.destination("unix", "/run/socket"),
      ],
    });
    const [tcpPort, tcpAddress, udpPort, udpAddress, ...others] = selectorsOf(
      policy,
      "security_socket_connect",
    ).map(tests);
    assert.deepEqual(others, []);
    const tcp = "Protocol 0: IPPROTO_TCP";
    assert.deepEqual(tcpPort, [
      tcp,
      "NotSPort 1: 22 443 8443",
      "NotSAddr 1: 127.0.0.1 ::ffff:127.0.0.1",
    ]);
    assert.deepEqual(tcpAddress, [
      tcp,
      "NotSAddr 1: 127.0.0.1 203.0.113.7 ::ffff:127.0.0.1 ::ffff:203.0.113.7 fe80::1",
      "NotSPort 1: 8443",
    ]);
    assert.deepEqual(udpPort, ["Protocol 0: IPPROTO_UDP", "NotSPort 1: 53"]);
    assert.match(udpAddress?.[1] ?? "", /NotSAddr 1: 10\.0\.0\.0\/8 .*::ffff:10\.0\.0\.0\/104/u);
    assert.equal(udpAddress?.[2], "NotSPort 1: 53");
  });

  it("reports every call of an image that was seen to call nobody", () => {
    const selectors = selectorsOf(policyOf({ destinations: [] }), "security_socket_connect");
    assert.deepEqual(selectors.map(tests), [
      ["Protocol 0: IPPROTO_TCP"],
      ["Protocol 0: IPPROTO_UDP"],
    ]);
  });

  it("is for containers of the image, by every name, or for Pods where it has none", () => {
    const { spec, metadata } = policyOf({});
    const values = ["docker.io/library/nginx", "docker.io/nginx", "nginx"];
    assert.deepEqual(spec.containerSelector, {
      matchExpressions: [{ key: "repo", operator: "In", values }],
    });
    assert.equal(spec.podSelector, undefined);
    assert.deepEqual(metadata, { name: "nginx" });
    const labelled = policyOf({}, { "pod-labels": "app=web" }).spec;
    assert.deepEqual(labelled.podSelector, { matchLabels: { app: "web" } });
    const { image } = sample.sampleBaseline();
    const nameless = sample.sampleBaseline({ image: { ...image, repositories: [] } });
    const { text, warnings } = renderBaseline(tetragon, nameless);
    assert.match(warnings.join("\n"), /REPLACE the labels/u);
    assert.deepEqual(Object.keys((load(text) as Policy).spec), ["podSelector", "kprobes"]);
  });

  it("refuses or kills where it is told to, and says what that means", () => {
    const kill = renderBaseline(tetragon, sample.sampleBaseline(), { action: "Sigkill" });
    assert.match(kill.warnings.join(), /Sigkill kills the process/u);
    for (const action of ["Override", "Sigkill"]) {
      const { spec } = policyOf({}, { action });
      const actions = spec.kprobes.flatMap(({ selectors }) =>
        selectors.flatMap(({ matchActions }) => matchActions),
      );
      const wanted = action === "Override" ? { action, argError: -1 } : { action };
      assert.deepEqual(
        actions.filter((each) => JSON.stringify(each) !== '{"action":"NoPost"}'),
        [...Array.from({ length: 6 }, () => wanted)],
      );
    }
    assert.throws(
      () => policyOf({}, { action: "Signal" }),
      (error: unknown) => error instanceof CxrayError && error.code === "bad-usage",
    );
  });

  it("leaves out what no value can say, and says how much", () => {
    const odd = ["/raw\udcff", `/${"x".repeat(4096)}`, "memfd:x"];
    const baseline = sample.sampleBaseline({
      filesRead: [
        ...odd.map((path) => sample.file(path)),
        sample.file("/new\nline"),
        sample.file("/*", { rule: "varying-name" }),
      ],
    });
    const { text, warnings } = renderBaseline(tetragon, baseline);
    assert.match(warnings.join(), /4 names can't be written/u);
    const read = selectorsOf(load(text) as Policy, "security_file_open").at(-1);
    const values = read?.matchArgs.find(({ operator }) => operator === "NotEqual")?.values ?? [];
    assert.ok(values.includes("/new\nline"));
    assert.ok(!values.some((value) => odd.includes(value) || value.includes("\ufffd")));
  });
});
