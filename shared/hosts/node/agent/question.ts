/** One line of JSON to the agent; it answers with another one, an `Answer`, and hangs up. */
export type Question = Envelope & (TokenQuestion | { readonly ask: 'status' });

type Envelope = { readonly version: string; readonly secret: string };

export type TokenQuestion = {
  readonly ask: 'token';
  readonly profile: string;
  readonly domain: string;
  readonly domainOwner?: string | undefined;
  readonly region?: string | undefined;
  /** What says which region it is where none is named. */
  readonly whereabouts: Whereabouts;
};

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

export function isSamePlace(one: Whereabouts, other: Whereabouts): boolean {
  return NAMES.every((name) => one[name] === other[name]);
}
