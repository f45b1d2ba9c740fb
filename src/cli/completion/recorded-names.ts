/** Names that were recorded, for completion. */
import { tryConfig } from "../config.js";
import { databaseOf } from "../options.js";

/** Of the database that the words before name, or the usual one; none where it can't be read. */
export async function recordedNames(
  what: "images" | "containers",
  before: readonly string[],
): Promise<string[]> {
  const { openStore } = await import("../../store/open.js");
  const { config } = await tryConfig();
  try {
    const store = openStore(databaseIn(before) ?? databaseOf(config), "read");
    try {
      const names = store.containers().flatMap(({ image, name, id }) => {
        if (what === "images") return image === null ? [] : [image.reference];
        return name === "" ? [id.slice(0, 12)] : [name];
      });
      return [...new Set(names)].sort();
    } finally {
      store.close();
    }
  } catch {
    return [];
  }
}

function databaseIn(before: readonly string[]): string | undefined {
  const at = before.lastIndexOf("--db");
  const inline = before.find((word) => word.startsWith("--db="));
  return inline === undefined
    ? at === -1
      ? undefined
      : before[at + 1]
    : inline.slice("--db=".length);
}
