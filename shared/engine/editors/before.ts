import { fillTemplate, templateOf, withoutLiving } from '../secrets/slot.ts';
import type { Before } from './editor.ts';

/** What stood there before, fit for the journal: without any token that may live at `now`, milliseconds since 1970. */
export function journalledBefore(before: Before, now: number): Before {
  return before.kind === 'absent'
    ? before
    : { kind: 'present', raws: before.raws.map((raw) => withoutLiving(raw, now)) };
}

/** Brings a journalled state back to text; tokens in it become the given one, since the old one was not kept. */
export function fillBefore(before: Before, token: string | null): Before {
  if (before.kind === 'absent' || token === null) return before;
  return { kind: 'present', raws: before.raws.map((raw) => fillTemplate(raw, token)) };
}

/** Whatever the tokens in it. */
export function sameBefore(a: Before, b: Before): boolean {
  if (a.kind === 'absent' || b.kind === 'absent') return a.kind === b.kind;
  return (
    a.raws.length === b.raws.length && a.raws.every((raw, index) => templateOf(raw) === templateOf(b.raws[index] ?? ''))
  );
}
