/** Why a recording could not be completed, as the database keeps it. */
import { CxrayError } from "../errors.js";

/** A word for the database, and a sentence's part for a person. */
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

/** A recording has written as much as it may. */
export class SizeLimitReached extends Error {
  override readonly name = "SizeLimitReached";
}

/** Which failure an error is that ended a recording. */
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
