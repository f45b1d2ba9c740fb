/** Finds the blind spots in events. */
import type { Behaviour } from "../model/events/events.js";

/** The blind spots that show in an event, so that the container is known. */
export const EVENT_BLIND_SPOTS = [
  "arguments-cut",
  "contents-not-seen",
  "descriptors-at-exit",
  "image-not-layered",
  "io-uring-operations",
  "links-not-followed",
] as const;

export type EventBlindSpot = (typeof EVENT_BLIND_SPOTS)[number];

/** The blind spots in a behaviour; mostly none. */
export function blindSpotsOf(behaviour: Behaviour): readonly EventBlindSpot[] {
  switch (behaviour.kind) {
    case "unseen":
      return [behaviour.what];
    case "exec":
      return [
        ...(behaviour.argvTruncated === true ? (["arguments-cut"] as const) : []),
        ...(behaviour.script === "unknown" ? (["links-not-followed"] as const) : []),
        ...(behaviour.unlayered === true ? (["image-not-layered"] as const) : []),
      ];
    case "written": {
      // what /proc and /sys are told is no file's content
      const isFile = behaviour.storage !== "proc" && behaviour.storage !== "sys";
      return behaviour.content === "unknown" && isFile ? ["contents-not-seen"] : [];
    }
    case "change": {
      const { from, to, ret } = behaviour;
      const isUnfollowed = [from, to].some((path) => path?.linksUnresolved === true);
      // What failed has changed no file, and mostly there was none.
      return isUnfollowed && ret >= 0 ? ["links-not-followed"] : [];
    }
    default:
      return [];
  }
}
