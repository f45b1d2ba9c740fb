/** The sections of a configuration that make up the policy. */
import {
  policyMistakes,
  readPolicy,
  type Policy,
  type PolicySections,
} from "../../policy/index.js";
import { nearest } from "../options/nearest.js";
import type { Mistake } from "./schema-mistakes.js";

/** Mistakes in the policy's rows that the JSON Schema can't find. */
export function rowMistakes(sections: PolicySections): Mistake[] {
  return policyMistakes(sections).map(({ pointer, message, words = [], word = "" }) => {
    const near = nearest(word, words);
    return { pointer, message: near === null ? message : `${message}; did you mean ${near}?` };
  });
}

/** The policy, whose rows know their lines; null if there are no rows. */
export function policyIn(
  { ignore, never, severity }: PolicySections,
  source: Parameters<typeof readPolicy>[1],
): Policy | null {
  const sections = {
    ...(ignore === undefined ? {} : { ignore }),
    ...(never === undefined ? {} : { never }),
    ...(severity === undefined ? {} : { severity }),
  };
  return Object.keys(sections).length === 0 ? null : readPolicy(sections, source);
}
