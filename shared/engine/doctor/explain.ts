import type { Explanation, Finding, Origin } from '../../contract/doctor.ts';
import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import { readTokenTimes, tokenIn } from '../secrets/token.ts';
import type { References } from '../clients/client.ts';
import { looksLikeReference, referenceIn } from '../editors/text/env-reference.ts';
import type { Reference } from '../editors/text/env-reference.ts';
import type { FoundSettings, SettingFound } from './settings-found.ts';
import { NOTHING_KNOWN, showUrl } from '../secrets/show-value.ts';

/** What a client finds where it looks, for one binding. */
export type Situation = {
  readonly title: string;
  readonly endpoint: string;
  readonly references?: References | undefined;
  readonly registry: FoundSettings;
  readonly credential: FoundSettings;
  /** False where the client has no place of its own for it, so that none being found says nothing. */
  readonly looksForRegistry: boolean;
  readonly looksForCredential: boolean;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** True where the binding's own token has ended and that is told elsewhere. */
  readonly ownTokenEnded: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
};

export type Effective = Pick<Explanation, 'registry' | 'signsInBy' | 'findings'>;

/** Which registry and whose credential a client will really use, what stands before ours, and how to put it right. Pure. */
export function explain(situation: Situation): Effective {
  const registry = registryOf(situation);
  const credential = credentialOf(situation);
  const knowsNothing = [...registry.findings, ...credential.findings].every(({ origin }) => origin === null);
  return {
    registry: registry.value,
    signsInBy: credential.value,
    findings: [
      ...faultsOf(situation),
      ...registry.findings,
      // Who finds neither needs to be told once.
      ...(knowsNothing && registry.findings.length > 0 ? [] : credential.findings),
      ...staleTokens(situation, credential.value?.origin ?? null),
      ...unsetVariables(situation),
    ],
  };
}

function registryOf({ title, endpoint, registry, looksForRegistry }: Situation) {
  const [used] = registry.settings;
  if (used === undefined) {
    const missing = problemOf('registryMissing', `Nothing points ${title} at this repository.`, {
      advice: 'Apply the pending changes, or add the lines that "codeartifact-tray snippet" prints.',
      command: 'codeartifact-tray apply',
    });
    return { value: null, findings: looksForRegistry ? [wrong(missing, null)] : [] };
  }
  const ours = isOurs(used.value, endpoint);
  const value = { value: shownUrl(used.value), ours, origin: used.origin };
  if (ours) return { value, findings: [] };
  const near = isAlmostOurs(used.value, endpoint);
  const message = near
    ? `${title} takes ${value.value} from ${placeOf(used.origin)}, which names this repository in a form that its credential is not looked up for.`
    : `${title} takes another registry, ${value.value}, from ${placeOf(used.origin)}.`;
  const problem = problemOf('registryShadowed', message, {
    advice: near ? `Write it as ${endpoint}.` : removal(used),
  });
  return { value, findings: [wrong(problem, used.origin)] };
}

function credentialOf(situation: Situation) {
  const { title, credential, looksForCredential, ownTokenEnded, now } = situation;
  const [used] = credential.settings.filter(({ value }) => carriesCredential(value));
  if (used === undefined) {
    const missing = problemOf('credentialMissing', `${title} finds no credential for this repository.`, {
      advice: 'Apply the pending changes.',
      command: 'codeartifact-tray apply',
    });
    return { value: null, findings: looksForCredential ? [wrong(missing, null)] : [] };
  }
  const none = { issuedAt: null, expiresAt: null, origin: used.origin };
  const reference = referenceOf(used, situation);
  if (reference !== null) {
    const findings = isUnset(reference, used, situation)
      ? [wrong(unsetCredential(title, used, reference), used.origin)]
      : [];
    return { value: { kind: 'reference' as const, ...none }, findings };
  }
  const token = tokenIn(used.value);
  if (token === null) {
    const what = looksLikeReference(used.value)
      ? `${title} fills in no variables in ${placeOf(used.origin)}: it sends that text as it stands.`
      : `${title} uses a credential in ${placeOf(used.origin)} that is no CodeArtifact token.`;
    const other = problemOf('credentialShadowed', what, { advice: removal(used) });
    return { value: { kind: 'other' as const, ...none }, findings: [wrong(other, used.origin)] };
  }
  const times = readTokenTimes(token);
  if (times === null || times.expiresAt > now) {
    return { value: { kind: 'fresh' as const, ...datesOf(times), origin: used.origin }, findings: [] };
  }
  const fresher = credential.settings.find((other) => isFresh(other, now));
  const problem = problemOf(
    'tokenStale',
    `${title} uses a CodeArtifact token in ${placeOf(used.origin)} that expired ${age(now - times.expiresAt)} ago${fresher === undefined ? '' : `, although ${placeOf(fresher.origin)} holds a fresh one`}.`,
    fresher === undefined
      ? { advice: 'Refresh the token.', command: 'codeartifact-tray refresh' }
      : { advice: removal(used) },
  );
  return {
    value: { kind: 'stale' as const, ...datesOf(times), origin: used.origin },
    findings: ownTokenEnded && used.replaced && fresher === undefined ? [] : [wrong(problem, used.origin)],
  };
}

/** Old tokens in places that another one shadows now: they come to count once that one leaves. */
function staleTokens({ credential, now }: Situation, used: Origin | null): readonly Finding[] {
  return credential.settings.flatMap((setting): Finding[] => {
    const { value, origin } = setting;
    const times = readTokenTimes(tokenIn(value) ?? '');
    if (times === null || times.expiresAt > now || sameOrigin(origin, used)) return [];
    const problem = problemOf(
      'tokenStale',
      `${placeOf(origin)} holds a CodeArtifact token that expired ${age(now - times.expiresAt)} ago.`,
      { advice: removal(setting) },
    );
    return [{ severity: 'note', problem, origin }];
  });
}

function faultsOf({ registry, credential }: Situation): readonly Finding[] {
  return unique([...registry.faults, ...credential.faults]).map(({ problem, origin }) => wrong(problem, origin));
}

/** One unset variable can make pnpm ignore a whole file, and Yarn refuse every command (docs/facts/clients.md, References to variables). */
function unsetVariables(situation: Situation): readonly Finding[] {
  const { title, registry, credential } = situation;
  return unique([...registry.all, ...credential.all]).flatMap((found): Finding[] => {
    const { origin } = found;
    const reference = referenceOf(found, situation);
    if (reference === null || !reference.isNeeded || !isUnset(reference, found, situation)) return [];
    const { variable } = reference;
    const problem = problemOf(
      'variableUnset',
      `${placeOf(origin)} refers to ${variable}, which is not set: ${title} may send the text as it stands or ignore the whole file.`,
      { advice: `Set ${variable}, or remove the line.` },
    );
    return [{ severity: 'warning', problem, origin }];
  });
}

type Found = Omit<SettingFound, 'replaced'>;

/** What a value takes from elsewhere, if the client fills that in in such a file. */
function referenceOf({ value, editor }: Found, { references }: Situation): Reference | null {
  return editor === null ? null : referenceIn(value, references?.[editor]);
}

function isUnset({ variable }: Reference, { isSetAbove }: Found, { variables }: Situation): boolean {
  return variable !== null && (variables[variable] ?? '') === '' && !isSetAbove(variable);
}

function unsetCredential(title: string, { origin }: Found, { variable, isNeeded }: Reference): Problem {
  const advice = 'Run the command through "codeartifact-tray exec", or remove the line.';
  return isNeeded
    ? problemOf('variableUnset', `${title} takes its credential from ${variable}, which is not set.`, { advice })
    : problemOf(
        'credentialMissing',
        `${placeOf(origin)} has ${title} sign in with ${variable}, which has no value, and with nothing else.`,
        { advice },
      );
}

function isFresh({ value }: Found, now: number): boolean {
  const times = readTokenTimes(tokenIn(value) ?? '');
  return times !== null && times.expiresAt > now;
}

/** A URL counts as a credential only with a password in it; anything else is one as it stands. */
function carriesCredential(value: string): boolean {
  if (!/^[a-z+]+:\/\//i.test(value)) return value !== '';
  return /^[a-z+]+:\/\/[^/@\s]*:[^/@\s]+@/i.test(value);
}

/** Clients match host and path to the letter, but for a slash at the end; Cargo puts `sparse+` in front. */
function isOurs(value: string, endpoint: string): boolean {
  const bare = withoutUser(value).replace(/^sparse\+/, '');
  return bare === endpoint || `${bare}/` === endpoint || bare.startsWith(endpoint);
}

function isAlmostOurs(value: string, endpoint: string): boolean {
  const plain = (text: string) =>
    withoutUser(text)
      .toLowerCase()
      .replace(/^sparse\+/, '')
      .replace(/^https?:/, '')
      .replace(/:443(?=\/|$)/, '')
      .replace(/\/*$/, '/');
  return plain(value).startsWith(plain(endpoint));
}

function withoutUser(value: string): string {
  return value.replace(/^([a-z+]+:\/\/)[^/@\s]*@/i, '$1');
}

function shownUrl(value: string): string {
  return showUrl(value, NOTHING_KNOWN).replace(/(^|\/\/)[^/@]*@/, '$1');
}

function datesOf(times: ReturnType<typeof readTokenTimes>) {
  const iso = (time: number | undefined) => (time === undefined ? null : new Date(time).toISOString());
  return { issuedAt: iso(times?.issuedAt), expiresAt: iso(times?.expiresAt) };
}

function placeOf({ name, line }: Origin): string {
  return line === null ? `the variable ${name}` : `${name} line ${line}`;
}

function removal({ origin: { name, path, line }, replaced }: SettingFound): string {
  if (replaced) return 'Apply the pending changes, which put ours in its place.';
  return path === null ? `Unset ${name}.` : `Remove line ${line} of ${name}.`;
}

function wrong(problem: Problem, origin: Origin | null): Finding {
  return { severity: 'wrong', problem, origin };
}

function sameOrigin(a: Origin, b: Origin | null): boolean {
  return b !== null && a.name === b.name && a.path === b.path && a.line === b.line;
}

function unique<Item extends { readonly origin: Origin }>(items: readonly Item[]): readonly Item[] {
  return items.filter((item, index) => items.findIndex((other) => sameOrigin(other.origin, item.origin)) === index);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago something was, roughly: `2 days`, `3 hours`, `1 minute`. */
function age(milliseconds: number): string {
  const [count, unit] =
    milliseconds >= DAY
      ? [Math.floor(milliseconds / DAY), 'day']
      : milliseconds >= HOUR
        ? [Math.floor(milliseconds / HOUR), 'hour']
        : [Math.max(1, Math.floor(milliseconds / MINUTE)), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
