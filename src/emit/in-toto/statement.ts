/** An in-toto Statement (v1) with a runtime trace (v0.1) of all runs in a baseline. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { CxrayError } from "../../model/errors.js";
import { sortedTexts } from "../../model/order.js";
import { plural } from "../../model/plural.js";
import { printable } from "../../model/text.js";
import { oncePer } from "../once-per.js";
import { fileAccess, network, processes } from "./log-entries.js";

const STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
const PREDICATE_TYPE = "https://in-toto.io/attestation/runtime-trace/v0.1";

/** Identifies how the trace's entries are to be read. */
const MONITOR = "urn:cxray:runtime-trace:1";
const PROCESS = "urn:cxray:containers-of-an-image";
/** The predicate requires a host, and recordings have none. */
const HOST = "urn:cxray:host-not-recorded";

export interface Statement {
  readonly _type: typeof STATEMENT_TYPE;
  readonly subject: readonly object[];
  readonly predicateType: typeof PREDICATE_TYPE;
  readonly predicate: {
    readonly monitor: object;
    readonly monitoredProcess: object;
    readonly monitorLog: {
      readonly process: readonly object[];
      readonly network: readonly object[];
      readonly fileAccess: readonly object[];
    };
    readonly metadata: object;
  };
}

/**
 * Cached, because validation compares the written text with it. Throws `no-behaviour` if there is
 * nothing to state, or no digest for the subject.
 */
export const statementOf = oncePer(makeStatement);

function makeStatement(baseline: Baseline): Statement {
  const { image, runs, completeness } = baseline;
  const monitorLog = {
    process: processes(baseline),
    network: network(baseline),
    fileAccess: fileAccess(baseline),
  };
  const subject = subjectsOf(baseline);
  const entries = Object.values(monitorLog).flat().length;
  if (entries === 0 || subject.length === 0) throw noBehaviour(baseline, entries);
  const event = `${plural(runs.count, "run")} of ${printable(image.name)} in ${plural(runs.recordings, "recording")}`;
  return {
    _type: STATEMENT_TYPE,
    subject,
    predicateType: PREDICATE_TYPE,
    predicate: {
      monitor: {
        type: MONITOR,
        tracePolicy: { completeness: completeness.state, runs: runs.count },
      },
      monitoredProcess: { hostID: HOST, type: PROCESS, event },
      monitorLog,
      metadata: { buildStartedOn: runs.firstSeen, buildFinishedOn: runs.lastSeen },
    },
  };
}

const DIGEST = /^(?:(?<repository>[a-z0-9][\w./:-]*)@)?sha256:(?<hex>[0-9a-f]{64})$/u;

/** The registry's digest, which signatures are about, and the image's id. */
function subjectsOf({ image: { repoDigests, builds } }: Baseline): object[] {
  const subjects = new Map<string, object>();
  const add = (text: string, what: string): void => {
    const { repository, hex = "" } = DIGEST.exec(text)?.groups ?? {};
    if (hex === "" || subjects.has(hex)) return;
    const name = `${repository ?? what}@sha256:${hex}`;
    subjects.set(hex, { name, digest: { sha256: hex }, annotations: { digestOf: what } });
  };
  for (const digest of sortedTexts(repoDigests)) add(digest, "manifest");
  for (const digest of sortedTexts(builds.map((build) => build.digest))) add(digest, "image-id");
  return [...subjects.values()];
}

function noBehaviour({ image }: Baseline, entries: number): CxrayError {
  const name = printable(image.references[0] ?? image.name);
  if (entries > 0) {
    return new CxrayError("no-behaviour", `${name} has no digest, and a statement is about one`, [
      "Use another format, or run the image with an engine.",
    ]);
  }
  return new CxrayError(
    "no-behaviour",
    `nothing that ${name} did was recorded`,
    "The trace would be empty. Record a container of the image from its start.",
  );
}
