/** System call names in rows, separated by whitespace. */
export function callNames(text: string): string[] {
  return text.trim().split(/\s+/u);
}
