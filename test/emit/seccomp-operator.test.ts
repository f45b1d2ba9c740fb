/** The seccomp profile as an object of the Security Profiles Operator. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "js-yaml";
import { renderBaseline } from "../../src/emit/emit.js";
import { seccomp } from "../../src/emit/seccomp/seccomp.js";
import { seccompOperator } from "../../src/emit/seccomp-operator/seccomp-operator.js";
import type { EmitOptions } from "../../src/emit/format.js";
import { calls, sampleBaseline } from "./sample-baseline.js";

interface Group {
  readonly names: readonly string[];
  readonly action: string;
  readonly errnoRet?: number;
  readonly args?: readonly object[];
  readonly comment?: string;
}

interface ProfileObject {
  readonly metadata: { readonly name: string; readonly annotations: Record<string, string> };
  readonly spec: { readonly defaultAction: string; readonly syscalls: readonly Group[] };
}

const baseline = sampleBaseline({
  syscalls: {
    workload: {
      x86_64: calls("read", "write", "clone").map((call, at) => ({
        ...call,
        runs: at === 0 ? "1-3" : "1",
      })),
      x86: calls("read").map((call) => ({ ...call, runs: "2" })),
    },
    start: {},
  },
});

function objectOf(given: EmitOptions = {}): ProfileObject {
  return load(renderBaseline(seccompOperator, baseline, given).text) as ProfileObject;
}

test("the object allows what the profile does, and refuses with the same errors", () => {
  for (const given of [{}, { errno: "EPERM" }, { runtimes: "recorded", "similar-calls": false }]) {
    const { syscalls } = JSON.parse(renderBaseline(seccomp, baseline, given).text) as {
      syscalls: Group[];
    };
    const withoutComment = syscalls.map(({ comment: _, ...group }) => group);
    assert.deepEqual(objectOf(given).spec.syscalls, withoutComment);
  }
});

test("the operator's annotation says in how many runs each call was seen", () => {
  const { metadata } = objectOf();
  assert.deepEqual(JSON.parse(metadata.annotations["spo.x-k8s.io/syscall-coverage"] ?? ""), {
    version: "v1",
    total: 3,
    syscalls: { clone: 1, read: 3, write: 1 },
  });
  assert.equal(metadata.annotations["cxray/completeness"], "complete");
  assert.equal(metadata.name, "nginx");
});

test("a Pod is told the path under which the operator keeps the profile", () => {
  assert.match(
    renderBaseline(seccompOperator, baseline).text,
    /^# In a Pod: .* localhostProfile: operator\/nginx\.json$/mu,
  );
});
