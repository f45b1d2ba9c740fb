import { errnoName } from "../../model/kernel/errno.js";

/** A call's return value, and the error's name if it failed. */
export function resultFields(ret: number): Record<string, string> {
  return ret < 0 ? { error: errnoName(ret), ret: String(ret) } : { ret: String(ret) };
}
