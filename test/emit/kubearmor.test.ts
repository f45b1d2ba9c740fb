import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { load } from "js-yaml";
import { renderBaseline } from "../../src/emit/emit.js";
import { kubearmor } from "../../src/emit/kubearmor/kubearmor.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import * as sample from "./sample-baseline.js";

interface Policy {
  readonly spec: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function policyOf(more: Partial<Baseline>): Policy["spec"] {
  const { text } = renderBaseline(kubearmor, sample.sampleBaseline(more));
  return (load(text) as Policy).spec;
}

describe("a KubeArmorPolicy", () => {
  it("allows programs and files, and what was only read is read-only", () => {
    const spec = policyOf({
      executables: [sample.program("/bin/app")],
      filesRead: [sample.file("/etc/x"), sample.file("/var/y")],
      filesWritten: [sample.file("/var/y"), sample.file("/tmp/z*", { rule: "varying-name" })],
      changes: [
        sample.change("rename", "/var/a", { to: "/var/b" }),
        sample.change("unlink", "/var/c", { results: ["EPERM"] }),
      ],
    });
    assert.deepEqual(spec["process"], { matchPaths: [{ path: "/bin/app" }] });
    assert.deepEqual(spec["file"], {
      matchPaths: [
        { path: "/bin/app", readOnly: true },
        { path: "/etc/x", readOnly: true },
        { path: "/var/a" },
        { path: "/var/b" },
        { path: "/var/y" },
      ],
      matchDirectories: [{ dir: "/dev/", recursive: true }],
      matchPatterns: [{ pattern: "/tmp/z*" }],
    });
  });

  it("names protocols and capabilities, and leaves out what nothing is known of", () => {
    const capability = { ...sample.evidence, name: "CAP_CHOWN", calls: ["chown"] };
    const spec = policyOf({
      listeners: [sample.listener(80)],
      destinations: [sample.destination("udp", "10.0.0.1", 53)],
      sockets: [sample.socket("ipv4", { protocol: "icmp" })],
      capabilities: [{ ...capability, use: "used" }],
    });
    const protocols = ["ICMP", "RAW", "TCP", "UDP"].map((protocol) => ({ protocol }));
    assert.deepEqual(spec["network"], { matchProtocols: protocols });
    assert.deepEqual(spec["capabilities"], { matchCapabilities: [{ capability: "chown" }] });
    const without = policyOf({ listeners: [], destinations: [], sockets: [], capabilities: [] });
    assert.deepEqual([without["network"], without["capabilities"]], [undefined, undefined]);
  });

  it("leaves out names that it can't hold, and says how many", () => {
    const odd = ["/a*", "/b[c]", '/d"', "/e\\", "/é", "/f\n", "/g "];
    const baseline = sample.sampleBaseline({ filesRead: odd.map((path) => sample.file(path)) });
    const { text, warnings } = renderBaseline(kubearmor, baseline);
    assert.match(warnings.join(), /7 names can't be written/u);
    for (const path of odd) assert.ok(!text.includes(`path: ${path}`), path);
  });
});
