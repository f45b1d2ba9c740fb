/** The JSON log: one line per event, in the form of cxray 1. */
import type { Event } from "../../model/events/events.js";
import type { EmitOptions, EventsFormat } from "../format.js";
import type { Template } from "../render.js";
import { DEFAULT_EVENTS } from "./event-names.js";
import { logFields } from "./fields.js";
import { selectEvents } from "./selection.js";

/** Length of Docker's short id. */
const SHORT_ID = 12;

interface LogOptions {
  /** names of events and presets */
  readonly events: readonly string[];
}

export const log: EventsFormat<LogOptions> = {
  name: "log",
  summary: "one JSON line per event, as cxray has always written them",
  input: "events",
  template: "log/line.hbs",
  file: "log.jsonl",
  helpers: { json: toJson },
  secret: true,
  readOptions,
  selector: ({ events }) => selectEvents(events),
  renderer,
  validate,
};

function readOptions({ events }: EmitOptions): LogOptions {
  return { events: Array.isArray(events) ? events.map(String) : [DEFAULT_EVENTS] };
}

const NOT_ASCII = /[^ -~]/;
/**
 * Characters that JSON allows unescaped but a terminal interprets: control and format characters,
 * line separators.
 */
const UNSHOWN = /[\u007f-\u009f\u2028\u2029\p{Cf}]/gu;

/** JSON.stringify writes lone surrogates, which stand for bytes that are not text, as \udcXX. */
function toJson(value: unknown): string {
  const json = JSON.stringify(value);
  return NOT_ASCII.test(json) ? json.replace(UNSHOWN, escapeUnits) : json;
}

function escapeUnits(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

function renderer(template: Template): (event: Event) => string {
  const timeOf = secondsClock();
  return (event) =>
    template({
      containerId: event.containerId.slice(0, SHORT_ID),
      level: "info",
      time: timeOf(event.time),
      ...logFields(event),
    });
}

/** RFC 3339 with whole seconds. Events come in bursts, so the text of the last second is cached. */
function secondsClock(): (time: bigint) => string {
  let from = 1n;
  let until = 0n;
  let text = "";
  return (time) => {
    if (time < from || time >= until) {
      const seconds = time / 1_000_000_000n;
      from = seconds * 1_000_000_000n;
      until = from + 1_000_000_000n;
      text = `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}Z`;
    }
    return text;
  };
}

function validate(line: string): void {
  if (!line.endsWith("\n") || line.indexOf("\n") !== line.length - 1) {
    throw new Error("a line has to end with its only line break");
  }
  const parsed = JSON.parse(line) as {
    data?: { container_id?: unknown; event?: { name?: unknown; data?: Record<string, unknown> } };
    msg?: unknown;
    time?: unknown;
  };
  const event = parsed.data?.event;
  const fields = [parsed.data?.container_id, event?.name, parsed.msg, parsed.time];
  const values = Object.values(event?.data ?? {});
  if (values.length === 0 || ![...fields, ...values].every((value) => typeof value === "string")) {
    throw new Error("data.container_id, data.event, msg and time have to be there, as text");
  }
}
