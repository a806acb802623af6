import { addressWords } from './address-words.ts';
import type { ValueOption } from './address-words.ts';

/** Members of what `aws codeartifact get-authorization-token` answers. */
const MEMBERS = ['authorizationToken', 'expiration'] as const;

/** What `token` takes, but for what has it ask for a new token or a session, and what the AWS CLI has for every command. */
export const tokenWords = {
  ...addressWords,
  format: { flags: '--format <format>', description: 'text, or json with the expiration', choices: ['text', 'json'] },
  output: {
    flags: '--output <format>',
    description: 'what get-authorization-token prints',
    choices: ['json', 'text'],
  },
  query: { flags: '--query <expression>', description: 'one of its two members', choices: MEMBERS },
} as const satisfies Readonly<Record<string, ValueOption>>;

type Given = {
  readonly output?: 'json' | 'text' | undefined;
  readonly query?: (typeof MEMBERS)[number] | undefined;
};

/** What is printed of a token, but for `--format json`. */
export function tokenText({ token, expiration }: TokenDocument, { output, query }: Given): string {
  if (output === undefined && query === undefined) return token;
  const answer = { authorizationToken: token, expiration };
  if (output === 'text')
    return query === undefined ? MEMBERS.map((member) => answer[member]).join('\t') : answer[query];
  // What the AWS CLI prints unasked.
  return JSON.stringify(query === undefined ? answer : answer[query], null, 4);
}

export type TokenDocument = { readonly token: string; readonly expiration: string };

export function tokenDocument(token: string, expiresAt: number): TokenDocument {
  return { token, expiration: new Date(expiresAt).toISOString() };
}
