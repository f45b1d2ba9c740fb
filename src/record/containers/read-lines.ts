/** The longest line. An engine's event has some kilobytes, most of them a container's labels. */
const LONGEST = 1024 * 1024;

/**
 * Calls `take` for every line of a stream, without the line break. A longer line is skipped,
 * because the program that answers need not be an engine.
 */
export function readLines(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  let parts: string[] = [];
  let length = 0;
  const add = (part: string): void => {
    length += part.length;
    if (length <= LONGEST) parts.push(part);
    else parts = [];
  };
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const [first, ...others] = chunk.split("\n");
    add(first ?? "");
    for (const other of others) {
      const line = parts.join("");
      parts = [];
      length = 0;
      if (line !== "") take(line);
      add(other);
    }
  });
}
