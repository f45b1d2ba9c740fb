/** Selects the Pods that a policy applies to. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { CxrayError } from "../../model/errors.js";
import type { EmitOptions, FormatOption } from "../format.js";
import { objectName, dnsLabel } from "../image-names.js";

export interface PolicyOptions {
  /** null: none were given, and the recording has none */
  readonly podLabels: Readonly<Record<string, string>> | null;
}

export const POLICY_OPTIONS = {
  "pod-labels": {
    type: "string",
    describe: "labels of the Pods that the policy is for: app=web,tier=front",
    defaultDescription: "a placeholder that no Pod has; tetragon: every Pod with the image",
  },
} as const satisfies Record<string, FormatOption>;

/** The syntax of labels in the Kubernetes API (apimachinery, util/validation). */
const LABEL_KEY =
  /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/u;
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?$/u;

/** Throws `bad-usage` for invalid labels. */
export function readPolicyOptions(given: EmitOptions): PolicyOptions {
  const labels = given["pod-labels"];
  if (typeof labels !== "string") return { podLabels: null };
  const pairs = labels.split(",").map((pair) => {
    const [, key = "", value = ""] = /^([^=]+)=([^=]*)$/u.exec(pair) ?? [];
    if (LABEL_KEY.test(key) && LABEL_VALUE.test(value)) return [key, value] as const;
    throw new CxrayError("bad-usage", `--pod-labels can't be ${labels}`, [
      "Write them as kubectl shows them: --pod-labels app=web,tier=front.",
    ]);
  });
  return { podLabels: Object.fromEntries(pairs) };
}

/** No Pod has this label: until the user replaces it, the policy applies to none. */
export const PLACEHOLDER = { "cxray/replace-me": "with-labels-of-your-pods" } as const;

export function selectorOf({ podLabels }: PolicyOptions): { matchLabels: Record<string, string> } {
  return { matchLabels: { ...(podLabels ?? PLACEHOLDER) } };
}

/** The object's name, and its namespace if all Pods were in one. */
export function metadataOf({ image, kubernetes }: Baseline): { name: string; namespace?: string } {
  const [namespace, ...others] = new Set(kubernetes.map((each) => each.namespace));
  const isKnown =
    namespace !== undefined && others.length === 0 && dnsLabel(namespace) === namespace;
  return { name: objectName(image), ...(isKnown ? { namespace } : {}) };
}

/** What the user must do before the policy is of use. */
export function selectorNotes({ podLabels }: PolicyOptions): string[] {
  if (podLabels !== null) return [];
  return [
    "REPLACE the labels of the selector: labels of Pods are not recorded, and no Pod has these. Or emit with --pod-labels.",
  ];
}
