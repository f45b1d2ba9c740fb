/**
 * The rules that replace parts of a request's path by `*`. If several apply, the last one here
 * counts.
 */
import type { RequestRule } from "./document.js";

export const REQUEST_RULES = {
  "request-id": {
    does: "numbers, UUIDs and hexadecimal digits, where four or more were seen in one place",
    letsIn: "any text without `/` in that place",
  },
  "request-many": {
    does: "more than 32 names in one place",
    letsIn: "any text without `/` in that place",
  },
  "request-secret": {
    does: "what looks like a secret",
    letsIn: "any text without `/` in that place",
  },
} as const satisfies Record<RequestRule, unknown>;
