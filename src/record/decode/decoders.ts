/** What each record of the wire is decoded by. */
import { CALL_DECODERS } from "./call.js";
import { CHANGE_DECODERS } from "./change.js";
import { EXEC_DECODERS } from "./exec.js";
import { OPEN_DECODERS } from "./open.js";
import { SIGNAL_DECODERS } from "./signal.js";
import { SOCKET_DECODERS } from "./socket.js";
import { UNSEEN_DECODERS } from "./unseen.js";
import type { Decoders } from "./record-decoder.js";

export const DECODERS: Decoders = {
  ...EXEC_DECODERS,
  ...OPEN_DECODERS,
  ...CHANGE_DECODERS,
  ...SOCKET_DECODERS,
  ...CALL_DECODERS,
  ...SIGNAL_DECODERS,
  ...UNSEEN_DECODERS,
};
