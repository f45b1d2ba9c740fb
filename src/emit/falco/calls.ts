/** Calls that the rules allow per program: a call is allowed to the programs that made it. */
import type { ArgumentEntry, Baseline, Evidence } from "../../model/baseline/baseline.js";
import { sortedTexts } from "../../model/order.js";
import { NAMESPACES, unionOf } from "../clone-flags.js";
import { groupBy, isOneOf, evidenceLine } from "./allowance.js";
import type { Allowance, EvidenceLine } from "./allowance.js";
import { pathTest } from "./paths.js";
import { asExePath } from "./programs.js";
import { ATTEMPTS } from "./rows/privileges.js";
import type { Rule } from "./rule.js";
import { RULES } from "./rules.js";
import { typeTest } from "./rule.js";
import { asFalcoSees, isListable } from "./text.js";

/** An allowance for each rule about calls. */
export function allowCalls(baseline: Baseline): Allowance[] {
  return RULES.flatMap((rule) =>
    rule.calls === undefined ? [] : [allowRule(rule, rule.calls, baseline)],
  );
}

interface Users {
  readonly call: string;
  /** `""`: the program is not known */
  readonly programs: readonly string[];
  /** a condition on the event, for example `evt.failed=true`; empty: every event */
  readonly when: string;
}

function allowRule(rule: Rule, about: string, baseline: Baseline): Allowance {
  const { allowed, events } = rule;
  const users = events.flatMap((call) => usersOf(call, rule, baseline));
  const groups = groupBy(users, ({ programs, when }) => JSON.stringify([programs, when]));
  return {
    about,
    macro: allowed,
    lists: [],
    conditions: groups.flatMap(([, group]) => {
      const [first] = group;
      return first === undefined
        ? []
        : [
            conditionOf(
              first,
              group.map(({ call }) => call),
            ),
          ];
    }),
    evidence: users.map(evidenceLineOf),
  };
}

function conditionOf({ programs, when }: Users, calls: readonly string[]): string {
  const type = typeTest(sortedTexts(calls));
  const tests = programs.includes("") ? [type, when] : [type, when, programTest(programs)];
  return `(${tests.filter((test) => test !== "").join(" and ")})`;
}

function programTest(programs: readonly string[]): string {
  const plain = programs.filter((path) => isListable(asFalcoSees(path)));
  const tests = [
    ...(plain.length === 0 ? [] : [isOneOf("proc.exepath", plain)]),
    ...programs
      .filter((path) => !plain.includes(path))
      .map((path) => pathTest("proc.exepath", { path })),
  ];
  return tests.length === 1 ? tests.join("") : `(${tests.join(" or ")})`;
}

function evidenceLineOf({ call, programs }: Users): EvidenceLine {
  const mark = "by an unknown program: any may call it";
  return evidenceLine(call, { by: programs }, { marks: programs.includes("") ? [mark] : [] });
}

/**
 * The programs that made a call successfully; for a call in ATTEMPTS also those whose call failed.
 * Without recorded results, all programs that made the call; a rule that tests no result then
 * allows those too whose call a seccomp filter refused, for example sshd's `keyctl` under Docker's
 * profile.
 */
function usersOf(call: string, { result }: Rule, baseline: Baseline): Users[] {
  if (CLONES.includes(call)) return users(call, "", namespaceClones(call, baseline));
  // Falco reports setuid32, the variant with 32-bit ids, as setuid
  const isCall = (name: string): boolean => name === call || name === `${call}32`;
  const recorded = baseline.privileges.filter((entry) => isCall(entry.call));
  const isDone = (results: readonly string[]): boolean => results.includes("done");
  if (recorded.length === 0) {
    const made = [
      ...Object.values(baseline.syscalls.workload).flat(),
      ...(result === undefined ? baseline.refused.syscalls : []),
    ];
    return users(
      call,
      "",
      made.filter(({ name }) => isCall(name)),
    );
  }
  const done = users(
    call,
    "",
    recorded.filter(({ results }) => isDone(results)),
  );
  if (!ATTEMPTS.includes(call)) return done;
  const failed = recorded.filter(({ results }) => results.some((result) => result !== "done"));
  return [...done, ...users(call, "evt.failed=true", failed)];
}

/** The rule asks only about clones that make namespaces. Their flags are recorded. */
const CLONES = ["clone", "clone3"];

function namespaceClones(call: string, { syscallArguments }: Baseline): readonly ArgumentEntry[] {
  const own = syscallArguments.filter((entry) => entry.call === call);
  return own.filter((entry) => (unionOf([entry]) & NAMESPACES) !== 0n);
}

function users(call: string, when: string, entries: readonly Pick<Evidence, "by">[]): Users[] {
  const programs = sortedTexts(entries.flatMap(({ by }) => by).map(asExePath));
  return programs.length === 0 ? [] : [{ call, programs, when }];
}
