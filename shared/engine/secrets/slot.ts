import { TOKEN_SLOT } from '../clients/client.ts';
import { TOKEN_PATTERN } from './token.ts';
import type { Before } from '../editors/editor.ts';

/** The value with every CodeArtifact token replaced by TOKEN_SLOT: what may be stored and compared. */
export function templateOf(value: string): string {
  return value.replaceAll(new RegExp(TOKEN_PATTERN, 'g'), TOKEN_SLOT);
}

/** The first CodeArtifact token in a value; null when there is none. */
export function tokenIn(value: string): string | null {
  return new RegExp(TOKEN_PATTERN).exec(value)?.[0] ?? null;
}

/** The value with the token in its place. */
export function fillTemplate(template: string, token: string): string {
  return template.replaceAll(TOKEN_SLOT, () => token);
}

/** What stood there before, fit for the journal: without any token. */
export function templateOfBefore(before: Before): Before {
  return before.kind === 'absent' ? before : { kind: 'present', raws: before.raws.map((raw) => templateOf(raw)) };
}

/** Brings a journalled state back to text; tokens in it become the given one, since the old one was not kept. */
export function fillBefore(before: Before, token: string | null): Before {
  if (before.kind === 'absent' || token === null) return before;
  return { kind: 'present', raws: before.raws.map((raw) => fillTemplate(raw, token)) };
}

export function sameBefore(a: Before, b: Before): boolean {
  if (a.kind === 'absent' || b.kind === 'absent') return a.kind === b.kind;
  return a.raws.length === b.raws.length && a.raws.every((raw, index) => raw === b.raws[index]);
}
