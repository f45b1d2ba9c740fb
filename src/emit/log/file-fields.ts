/** What the log says of files that were changed or written. */
import type { Change, ChangedPath, Written } from "../../model/events.js";

export function fileFields(behaviour: Change | Written): Record<string, string> {
  if (behaviour.kind === "written") {
    return {
      content: behaviour.content,
      executable: String(behaviour.executable),
      path: behaviour.path ?? "",
      storage: behaviour.storage,
    };
  }
  const { from, to, mode, uid, gid, text, ret } = behaviour;
  return {
    ...pathFields("", from),
    ...(to === undefined ? {} : pathFields("to_", to)),
    ...(mode === undefined ? {} : { mode: mode.toString(8).padStart(4, "0") }),
    ...(uid === undefined ? {} : { owner: String(uid) }),
    ...(gid === undefined ? {} : { group: String(gid) }),
    ...(text === undefined ? {} : { text }),
    ret: String(ret),
  };
}

function pathFields(prefix: string, { asked, path }: ChangedPath): Record<string, string> {
  return { [`${prefix}fname`]: asked, ...(path === null ? {} : { [`${prefix}path`]: path }) };
}
