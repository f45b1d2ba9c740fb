/** Names of system calls, as rows list them: with blanks or line breaks between them. */
export function callNames(text: string): string[] {
  return text.trim().split(/\s+/u);
}
