import { createHash } from 'node:crypto';
import type { FoundLine, FoundLogin, FoundToken } from '../../contract/scan.ts';
import type { ClientBinding } from '../clients/client.ts';
import { clients } from '../clients/index.ts';
import { entryText } from '../editors/text/entry-path.ts';
import { displayPath } from '../files/display-path.ts';
import { maskSecrets } from '../secrets/mask.ts';
import type { Hit } from './hits.ts';
import type { Login } from './logins.ts';
import { aimOf } from './refusal.ts';
import { tokenView } from './token-view.ts';

export type ViewContext = {
  readonly all: readonly Login[];
  readonly home: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The binding whose line it is; null for somebody else's. */
  ownerOf(hit: Hit): string | null;
  /** True for one that is noted to be taken out. */
  isLeaving(hit: Hit): boolean;
};

/** A login as people and scripts see it: without a secret. */
export function viewOf(login: Login, { all, home, now, ownerOf, isLeaving }: ViewContext): FoundLogin {
  const { client, project, address, options, takesOver, hits } = login;
  const lines = hits.map((hit) => lineOf(hit, home, now));
  const readers = new Set(hits.flatMap(({ document }) => document.readers));
  const isForeign = hits.some((hit) => hit.meaning?.role !== 'beside' && ownerOf(hit) === null);
  const aim = aimOf(login, all);
  return {
    id: idOf(login),
    client: client.name,
    title: client.title,
    alsoReadBy: clients.filter((one) => one !== client && readers.has(one)).map(({ title }) => title),
    project,
    domain: address?.domain ?? null,
    domainOwner: address?.domainOwner ?? null,
    region: address?.region ?? null,
    repository: address?.repository?.name ?? null,
    format: address?.repository?.format ?? null,
    endpoint: address?.repository?.endpoint ?? null,
    options,
    scopeText: scopeTextOf(login),
    takesOver,
    lifetime: longest(lines.flatMap(({ lifetime }) => (lifetime === null ? [] : [lifetime]))),
    lines,
    bindingId: isForeign ? null : (hits.map((hit) => ownerOf(hit)).find((id) => id !== null) ?? null),
    clearing: hits.some((hit) => isLeaving(hit)),
    refusal: aim.ok ? null : aim.error,
  };
}

function scopeTextOf({ client, address, options, project, name }: Login): string {
  if (address === null) return name ?? 'a token';
  const { domain, domainOwner, host, repository } = address;
  const binding: ClientBinding = {
    endpoint: repository?.endpoint ?? `https://${host}/`,
    domain,
    domainOwner,
    repository: repository?.name ?? '',
    options,
    projectPath: project,
  };
  return client.scopeText(binding);
}

function lineOf({ document, line, meaning, entry, token }: Hit, home: string, now: number): FoundLine {
  return {
    origin: { name: displayPath(document.path, home), path: document.path, line },
    role: meaning?.role ?? 'other',
    entry: maskSecrets(entryText(entry)),
    lifetime: token === null ? null : tokenView(token, now),
  };
}

function longest(tokens: readonly FoundToken[]): FoundToken | null {
  return tokens.toSorted((a, b) => (b.expiresAt ?? '').localeCompare(a.expiresAt ?? ''))[0] ?? null;
}

/** The same as long as the lines say the same. */
export function idOf({ client, project, address, name, options, hits }: Login): string {
  const place = address?.repository?.endpoint ?? address?.host ?? null;
  const [first] = hits;
  const alone = place === null && name === null ? [first?.document.path, first?.entry] : null;
  return shortId([
    client.name,
    project,
    place,
    name,
    Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)),
    alone,
  ]);
}

export function shortId(facts: unknown): string {
  return `f-${createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 8)}`;
}
