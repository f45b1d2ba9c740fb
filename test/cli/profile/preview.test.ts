import assert from "node:assert/strict";
import { test } from "node:test";
import { formatPreviews } from "../../../src/cli/profile/preview.js";

const PREVIEW = {
  path: "/tmp/a\u001b*",
  rule: "varying-name",
  count: 4,
  seen: ["/tmp/a\u001b1"],
  unseen: [],
} as const;

test("a pattern is told with what it stands for and lets in, and nothing that a terminal acts on", () => {
  const text = formatPreviews("web", [PREVIEW, { ...PREVIEW, unseen: ["/tmp/ab"] }]);
  assert.match(text, /^2 patterns of web\n\n/u);
  assert.ok(!text.includes("\u001b"));
  assert.match(text, /rule varying-name: lets in names in that directory/u);
  assert.match(text, /stands for 4 names, such as /u);
  assert.match(text, /lets in no other name\n/u);
  assert.match(text, /lets in, never seen: \/tmp\/ab\n/u);
});
