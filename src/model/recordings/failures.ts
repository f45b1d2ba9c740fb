/** Why a recording failed, as stored in the database. */
import { CxrayError } from "../errors.js";

/** A word for the database, and part of a sentence for a person. */
export const RECORDING_FAILURES = {
  "disk-full": "the disk of the database was full",
  "size-limit": "the database reached the limit of --max-size",
  "database-lost": "the database was removed, replaced or cut while it was recorded into",
  "database-unwritable": "the database could not be written",
  "log-unwritable": "the log could not be written",
  defect: "cxray failed",
} as const;

export type RecordingFailure = keyof typeof RECORDING_FAILURES;

export function isRecordingFailure(word: string): word is RecordingFailure {
  return Object.hasOwn(RECORDING_FAILURES, word);
}

/** The recording has reached its size limit. */
export class SizeLimitReached extends Error {
  override readonly name = "SizeLimitReached";
}

/** The failure for an error that ended a recording. */
export function failureOf(error: unknown): RecordingFailure {
  if (error instanceof SizeLimitReached) return "size-limit";
  if (!(error instanceof CxrayError)) return "defect";
  switch (error.code) {
    case "disk-full":
    case "database-lost":
      return error.code;
    case "unusable-database":
      return "database-unwritable";
    case "unwritable-output":
      return "log-unwritable";
    default:
      return "defect";
  }
}
