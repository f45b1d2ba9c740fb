/** Finds recorded names, for completion. */
import { tryConfig } from "../config/config.js";
import { databaseOf } from "../options/shared-options.js";

/** The names in the database of the command line, or in the default one; none if it can't be read. */
export async function recordedNames(
  what: "images" | "containers",
  before: readonly string[],
): Promise<string[]> {
  const { openStore } = await import("../../store/index.js");
  const { config } = await tryConfig(valueIn(before, "config"));
  try {
    const store = openStore(valueIn(before, "db") ?? databaseOf(config), "read");
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

function valueIn(before: readonly string[], option: string): string | undefined {
  const at = before.lastIndexOf(`--${option}`);
  const prefix = `--${option}=`;
  const inline = before.find((word) => word.startsWith(prefix))?.slice(prefix.length);
  return inline ?? (at === -1 ? undefined : before[at + 1]);
}
