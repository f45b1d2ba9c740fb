/** The interface of src/record/: code outside of it imports this file only. */
export { checkMachine, machineFacts, requireMachine, type Need } from "./kernel/machine.js";
export { connectEngines } from "./containers/connect-engines.js";
export { SOCKET_REASONS } from "./containers/docker/api.js";
export { isThere } from "./containers/engine.js";
export type { RecordStatus } from "./record-status.js";
export type { Recorder } from "./recorder.js";
export type { EventLog } from "./sinks/event-log.js";
export { startRecording, type RecordOptions } from "./start-recording.js";
