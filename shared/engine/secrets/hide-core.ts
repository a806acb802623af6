/** The text with the mask in place of all but the blanks around it. By hand: a pattern would try every run of blanks within anew. */
export function hideCore(text: string, mask: string): string {
  const core = text.trim();
  if (core === '') return text;
  const at = text.length - text.trimStart().length;
  return text.slice(0, at) + mask + text.slice(at + core.length);
}
