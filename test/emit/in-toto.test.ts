import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { renderBaseline } from "../../src/emit/emit.js";
import { inToto } from "../../src/emit/in-toto/in-toto.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { CxrayError } from "../../src/model/errors.js";
import * as sample from "./sample-baseline.js";

interface Statement {
  readonly subject: readonly object[];
  readonly predicate: {
    readonly metadata: object;
    readonly monitor: object;
    readonly monitorLog: Readonly<Record<"process" | "network" | "fileAccess", readonly object[]>>;
  };
}

function statementOf(more: Partial<Baseline>): Statement {
  return JSON.parse(renderBaseline(inToto, sample.sampleBaseline(more)).text) as Statement;
}

describe("an in-toto statement", () => {
  it("is about the manifest's digest and the image's id", () => {
    const [manifest, id, ...others] = statementOf({}).subject;
    const digest = "d".repeat(64);
    assert.deepEqual(manifest, {
      name: `nginx@sha256:${digest}`,
      digest: { sha256: digest },
      annotations: { digestOf: "manifest" },
    });
    assert.deepEqual(id, {
      name: `image-id@sha256:${sample.ID}`,
      digest: { sha256: sample.ID },
      annotations: { digestOf: "image-id" },
    });
    assert.deepEqual(others, []);
  });

  it("has each file once, by a URI of its bytes", () => {
    const { fileAccess } = statementOf({
      filesRead: [
        sample.file("/etc/a b*é", { runs: "1", by: ["/bin/b", ""] }),
        sample.file("/raw\udcff"),
      ],
      filesWritten: [
        sample.file("/etc/a b*é", { runs: "2-3", by: ["/bin/a"] }),
        sample.file("/tmp/\\*x.*", { rule: "varying-name" }),
      ],
    }).predicate.monitorLog;
    const rest = { seenInRuns: 1, by: ["/bin/sh"] };
    assert.deepEqual(fileAccess, [
      {
        uri: "file:///etc/a%20b%2A%C3%A9",
        annotations: { access: ["read", "write"], seenInRuns: 3, by: ["/bin/a", "/bin/b"] },
      },
      { uri: "file:///raw%FF", annotations: { access: ["read"], ...rest } },
      { uri: "file:///tmp/%2Ax.*", annotations: { access: ["write"], pattern: true, ...rest } },
    ]);
  });

  it("holds programs, destinations, listeners and names, and no arguments or requests", () => {
    const { text } = renderBaseline(
      inToto,
      sample.sampleBaseline({
        executables: [sample.program("/bin/app", { arguments: [["app", "SECRET-1"]] })],
        destinations: [
          {
            ...sample.destination("tcp", "example.com", 443),
            addresses: ["192.0.2.1"],
            requests: [{ method: "GET", host: "example.com", path: "/SECRET-2" }],
          },
        ],
        listeners: [sample.listener(80)],
        names: [sample.nameEntry("example.com", ["192.0.2.1"])],
      }),
    );
    assert.doesNotMatch(text, /SECRET/u);
    const { monitorLog } = (JSON.parse(text) as Statement).predicate;
    const seen = { seenInRuns: 1, by: ["/bin/sh"] };
    assert.deepEqual(monitorLog.process, [
      {
        eventType: "process",
        processBinary: "/bin/app",
        invokedAs: ["/bin/app"],
        storage: ["image"],
        ...seen,
      },
    ]);
    assert.deepEqual(monitorLog.network, [
      {
        eventType: "connect",
        transport: "tcp",
        address: "example.com",
        port: 443,
        addresses: ["192.0.2.1"],
        results: ["connected"],
        ...seen,
      },
      { eventType: "listen", transport: "tcp", address: "0.0.0.0", port: 80, ...seen },
      { eventType: "resolve", name: "example.com", ...seen },
    ]);
  });

  it("says that a partial baseline is one, and when it was recorded", () => {
    const { predicate } = statementOf({ completeness: { state: "partial", reasons: [] } });
    assert.deepEqual(predicate.monitor, {
      type: "urn:cxray:runtime-trace:1",
      tracePolicy: { completeness: "partial", runs: 3 },
    });
    assert.deepEqual(predicate.metadata, {
      buildStartedOn: sample.evidence.firstSeen,
      buildFinishedOn: sample.evidence.lastSeen,
    });
  });

  it("has nothing but well-formed text, whatever was recorded", () => {
    const { text } = renderBaseline(inToto, sample.HOSTILE);
    assert.doesNotMatch(text, /\\ud[89a-f]/u);
    assert.ok(text.includes("\\\\xff\\\\x80"));
  });

  it("is refused for what has no digest", () => {
    const { image } = sample.sampleBaseline();
    const bundle = { ...image, repoDigests: [], builds: [] };
    assert.throws(
      () => statementOf({ image: bundle }),
      (error: unknown) =>
        error instanceof CxrayError &&
        error.code === "no-behaviour" &&
        error.message.includes("has no digest"),
    );
  });
});
