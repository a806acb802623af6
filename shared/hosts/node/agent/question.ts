import type { Digests, Place } from './place.ts';

/** One line of JSON to the agent; it answers with another one, an `Answer`, and hangs up. */
export type Question = Envelope & (TokenQuestion | CommandQuestion | { readonly ask: 'status' });

export type Envelope = { readonly version: string; readonly secret: string };

export type TokenQuestion = {
  readonly ask: 'token';
  readonly profile: string;
  readonly domain: string;
  readonly domainOwner?: string | undefined;
  readonly region?: string | undefined;
  /** What says which region it is where none is named. */
  readonly whereabouts: Whereabouts;
};

/**
 * Of a command that has requests of the contract: a line of JSON each, after the agent's first `Sign`. Each gets one with its value; before it
 * one that something is being written, where that is so, and now and then an empty line: it lives.
 */
export type CommandQuestion = {
  readonly ask: 'command';
  readonly place: Place;
  readonly variables: Digests;
  readonly workingFolder?: string | undefined;
};

export type Request = { readonly name: string; readonly params: unknown };

/** `value` is null for what the agent does not answer. */
export type Sign = { readonly begun?: true; readonly value?: unknown };

/** How often an agent that works says that it lives. Milliseconds. */
export const BEAT = 200;

/** `null`: it can't say without asking AWS, or not for this question; whoever asked works alone. */
export type Answer<Value> = { readonly value: Value | null };

export type KeptToken = { readonly token: string; readonly expiresAt: number };

export type Whereabouts = Readonly<Record<(typeof NAMES)[number], string>>;

const NAMES = [
  'HOME',
  'USERPROFILE',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
] as const;

export function whereabouts(env: NodeJS.ProcessEnv): Whereabouts {
  return Object.fromEntries(NAMES.map((name) => [name, env[name] ?? ''])) as Whereabouts;
}

export function isSameRegion(one: Whereabouts, other: Whereabouts): boolean {
  return NAMES.every((name) => one[name] === other[name]);
}
