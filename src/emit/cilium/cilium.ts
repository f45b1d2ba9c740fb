/** A CiliumNetworkPolicy: which destinations the image may call, by DNS name where it is known. */
import { commentText } from "../comment.js";
import type { BaselineFormat, Rendered } from "../format.js";
import { KUBERNETES_OBJECT } from "../long-lists.js";
import type { Template } from "../render.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { leftNotes, peerLines } from "../network/notes.js";
import { readPolicyOptions, selectorNotes, type PolicyOptions } from "../network/options.js";
import { trafficOf } from "../network/traffic.js";
import { validateDocument, yamlOf } from "../yaml-document.js";
import { ciliumPolicy } from "./policy.js";

export const cilium: BaselineFormat<PolicyOptions> = {
  name: "cilium",
  summary: "a CiliumNetworkPolicy of what it listens on and calls, by name",
  input: "baseline",
  template: "cilium/policy.hbs",
  file: "cilium.yaml",
  helpers: { comment: commentText, yaml: yamlOf },
  secret: false,
  limits: [
    "who calls: the ports that are listened on are open for everybody",
    "which Pods are called: the ports inside of the cluster are open for all of its Pods",
    "the port of a service: a policy compares the port of its Pods (targetPort)",
    "names that are asked for: any may be, as resolvers try the domains of a search list",
    "protocols other than TCP and UDP",
  ],
  lists: ["destinations", "listeners"],
  sizes: KUBERNETES_OBJECT,
  readOptions: readPolicyOptions,
  render,
  validate: (text, baseline, options) => {
    validateDocument(text, "cilium", ciliumPolicy(baseline, trafficOf(baseline), options));
  },
};

function render(baseline: Baseline, template: Template, options: PolicyOptions): Rendered {
  const traffic = trafficOf(baseline);
  const inside = traffic.called.filter(({ kind }) => kind === "private" || kind === "local");
  const view = {
    notes: [...selectorNotes(options), ...leftNotes(traffic)],
    inside: peerLines(inside),
    document: ciliumPolicy(baseline, traffic, options),
  };
  return { text: template(view), warnings: [...selectorNotes(options)] };
}
