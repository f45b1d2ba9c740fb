import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadUserNames } from "../../src/record/user-names.js";
import { temporaryFolder } from "../store/samples.js";

test("a user has the name of the first line with its number, or its number", (t) => {
  const file = join(temporaryFolder(t), "passwd");
  writeFileSync(
    file,
    "root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/root:/bin/sh\n\n# no user\nweb:x:33:33::/:/sbin/nologin\n",
  );
  const name = loadUserNames(file);
  assert.deepEqual([0, 33, 1000, 4_294_967_294].map(name), ["root", "web", "1000", "4294967294"]);
});

test("without the file every user is a number", (t) => {
  const name = loadUserNames(join(temporaryFolder(t), "missing"));
  assert.equal(name(0), "0");
});
