import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { whyNoAnswer } from "../../../src/cli/recording/engine-socket.js";
import { temporaryFolder } from "../../store/samples.js";

test("why an engine doesn't answer is told by what its socket does", async (t) => {
  const path = join(temporaryFolder(t), "engine.sock");
  assert.equal(await whyNoAnswer(path), "there is no such socket (ENOENT)");
  const server = createServer().listen(path);
  await once(server, "listening");
  assert.equal(
    await whyNoAnswer(path),
    "a process listens there, but does not answer like an engine",
  );
  server.close();
});
