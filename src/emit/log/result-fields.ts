import { errnoName } from "../../model/kernel/errno.js";

/** What a call returned, and the error's name where it failed. */
export function resultFields(ret: number): Record<string, string> {
  return ret < 0 ? { error: errnoName(ret), ret: String(ret) } : { ret: String(ret) };
}
