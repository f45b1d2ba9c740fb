/** Whose containers an engine that answers at a socket is asked about. */
import { statSync } from "node:fs";

export type Serves = (uid: number) => boolean;

/** The engines of a machine are root's. */
export const servesRoot: Serves = (uid) => uid === 0;

/**
 * Who names a socket trusts whoever answers there: it may be a user's own engine, which has
 * that user's containers, or one that gave its socket to a user. `place`: a path, or a URL.
 */
export function servesOwnerOf(place: string): Serves {
  const path = place.replace(/^unix:\/\//u, "");
  return (uid) => uid === 0 || uid === ownerOf(path); // it may be made anew, for another
}

function ownerOf(path: string): number | null {
  try {
    return statSync(path).uid;
  } catch {
    return null; // it is no socket of this machine's
  }
}
