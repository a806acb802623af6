/** How a state is coloured: fine, soon to look at, needs a person, in motion, or nothing to say. */
export type Tone = 'ok' | 'warn' | 'bad' | 'busy' | 'off';

/** A state in one or two words with its tone, so that colour is never the only sign. */
export type Mark = { readonly word: string; readonly tone: Tone };

/** `1 change`, `3 changes`: a count with its noun, for nouns that take an s. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
