/** Host names that a client sends in the clear. */

/** RFC 1123, 2.1, and the underscore, which is not allowed and in use. */
const HOST_NAME = /^[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/;
const LONGEST = 255;

/** The name in lower case and without the dot of the root, or null: no name can be like that. */
export function readHostName(text: string): string | null {
  if (text.length > LONGEST) return null;
  const name = text.toLowerCase().replace(/\.$/, "");
  return HOST_NAME.test(name) ? name : null;
}
