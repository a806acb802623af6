import { fillTemplate, templateOf } from '../secrets/slot.ts';
import type { Before } from './editor.ts';

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
