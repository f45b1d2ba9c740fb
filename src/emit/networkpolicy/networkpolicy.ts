/** A NetworkPolicy: which destinations the image may call, and the ports at which it answers. */
import { commentText } from "../comment.js";
import type { BaselineFormat, Rendered } from "../format.js";
import { KUBERNETES_OBJECT } from "../long-lists.js";
import type { Template } from "../render.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { leftNotes, peerLines } from "../network/notes.js";
import { readPolicyOptions, selectorNotes, type PolicyOptions } from "../network/options.js";
import { trafficOf } from "../network/traffic.js";
import { validateDocument, yamlOf } from "../yaml-document.js";
import { isOpen, networkPolicy } from "./policy.js";

export const networkpolicy: BaselineFormat<PolicyOptions> = {
  name: "networkpolicy",
  summary: "a Kubernetes NetworkPolicy of what it listens on and calls",
  input: "baseline",
  template: "networkpolicy/policy.hbs",
  file: "networkpolicy.yaml",
  helpers: { comment: commentText, yaml: yamlOf },
  secret: false,
  limits: [
    "names: what is called by name is allowed at its port, to everybody",
    "who calls: the ports that are listened on are open for everybody",
    "which Pods are called: their addresses change; put selectors in the place of the rules for everybody",
    "the port of a service: a policy compares the port of its Pods (targetPort)",
    "protocols other than TCP and UDP, and Pods in the network of their host",
  ],
  lists: ["destinations", "listeners"],
  sizes: KUBERNETES_OBJECT,
  readOptions: readPolicyOptions,
  render,
  validate: (text, baseline, options) => {
    validateDocument(text, "networkpolicy", networkPolicy(baseline, trafficOf(baseline), options));
  },
};

function render(baseline: Baseline, template: Template, options: PolicyOptions): Rendered {
  const traffic = trafficOf(baseline);
  const view = {
    notes: [...selectorNotes(options), ...leftNotes(traffic)],
    open: peerLines(traffic.called.filter(isOpen)),
    document: networkPolicy(baseline, traffic, options),
  };
  return { text: template(view), warnings: [...selectorNotes(options)] };
}
