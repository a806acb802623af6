/** Line ends, control characters and what turns the direction of writing: in a name they would make it look like another. */
const MISLEADING = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** A text on one line that reads as it is, for places that show it as given. */
export function plainText(text: string): string {
  return text.replace(MISLEADING, ' ');
}
