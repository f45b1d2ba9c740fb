/**
 * A recorder for tests to kill: commits 100 events, says so, adds some more without
 * committing them, and waits.
 */
import { openStore } from "../../src/store/open.js";
import { ACTOR, container, open, RECORDING } from "./samples.js";

const store = openStore(process.argv[2] ?? "", "write");
const writer = store.beginRecording(RECORDING);
writer.begin();
const actor = writer.insertActor(writer.insertContainer(container()), ACTOR, null);
const behaviour = writer.insertBehaviour(open("/a"));
for (let time = 0; time < 100; time += 1) writer.insertEvent(time, actor, behaviour);
writer.commit();
writer.begin();
for (let time = 0; time < 100; time += 1) writer.insertEvent(time, actor, behaviour);
process.stdout.write("committed\n");
setInterval(() => undefined, 1000);
