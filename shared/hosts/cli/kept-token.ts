import { writeSync } from 'node:fs';
import { askAgent } from '../node/agent/ask.ts';
import { readNote } from '../node/agent/note.ts';
import { whereabouts } from '../node/agent/question.ts';
import type { KeptToken } from '../node/agent/question.ts';
import { version } from '../node/version.ts';
import type { ValueOption } from './address-words.ts';
import { profileOf } from './profile-of.ts';
import { tokenDocument, tokenText, tokenWords } from './token-words.ts';

/** An agent that lives answers within a few. Milliseconds. */
const PATIENCE = 500;

type Given = { readonly [Name in keyof typeof tokenWords]?: string };

/**
 * `token` where an agent runs that has it: by its socket, without anything else of this program. False when that is not so, and for
 * words that are not understood here: then nothing was printed.
 */
export async function printKeptToken(words: readonly string[], stateFolder: string): Promise<boolean> {
  const given = words[0] === 'token' ? understood(words.slice(1)) : null;
  if (given?.domain === undefined) return false;
  const note = readNote(stateFolder);
  if (note?.version !== version) return false;
  const { domain, domainOwner, region } = given;
  const kept = await askAgent<KeptToken>(
    note,
    { ask: 'token', profile: profileOf(given), domain, domainOwner, region, whereabouts: whereabouts(process.env) },
    PATIENCE,
  );
  if (kept === null || kept.expiresAt <= Date.now()) return false;
  const document = tokenDocument(kept.token, kept.expiresAt);
  const text = given.format === 'json' ? JSON.stringify(document, null, 2) : tokenText(document, given as never);
  return printed(`${text}\n`);
}

/** Options that are given once and with a value that is one of its choices; null for anything else, of which commander says what it is. */
function understood(words: readonly string[]): Given | null {
  const given: Record<string, string> = {};
  const left = words.flatMap((word) => /^(--[a-z-]+)=(.+)$/su.exec(word)?.slice(1) ?? [word]);
  const options: readonly (readonly [string, ValueOption])[] = Object.entries(tokenWords);
  while (left.length > 0) {
    const [flag = '', value = ''] = left.splice(0, 2);
    const [name, option] = options.find(([, { flags }]) => flags.split(' ')[0] === flag) ?? [];
    if (name === undefined || given[name] !== undefined || value === '' || value.startsWith('-')) return null;
    if (option?.choices?.includes(value) === false) return null;
    given[name] = value;
  }
  return given;
}

/** False when nothing of it could be: a reader that is slow or gone, a disk that is full. The long way has words for that. */
function printed(text: string): boolean {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(1, bytes, done);
    } catch {
      if (done === 0) return false;
    }
  }
  return true;
}
