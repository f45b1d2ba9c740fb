/** Says about whose containers the engine at a socket is asked. */
import { statSync } from "node:fs";

export type Serves = (uid: number) => boolean;

/** The engines at the usual sockets belong to root. */
export const servesRoot: Serves = (uid) => uid === 0;

/**
 * Somebody who names a socket trusts the engine there. It may be a user's own engine, which has
 * that user's containers, or root's engine, whose socket belongs to a user. `place`: a path or URL.
 */
export function servesOwnerOf(place: string): Serves {
  const path = place.replace(/^unix:\/\//u, "");
  return (uid) => uid === 0 || uid === ownerOf(path); // looked up each time: it may be made anew
}

function ownerOf(path: string): number | null {
  try {
    return statSync(path).uid;
  } catch {
    return null; // it is not a socket of this machine
  }
}
