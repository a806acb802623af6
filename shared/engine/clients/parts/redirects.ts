import type { Finding } from '../../../contract/doctor.ts';
import { problemOf } from '../../../contract/problem.ts';
import type { ProblemCode } from '../../../contract/problem.ts';
import { editors } from '../../editors/index.ts';
import type { EditorName } from '../../editors/index.ts';
import { lineFinder } from '../../editors/text/lines.ts';
import { entryText } from '../../editors/text/entry-path.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';
import type { InspectContext, Redirected } from '../client.ts';
import { foundAtLine } from './found-at.ts';

/** What a setting does to the way of a credential to its host. */
export type Redirect =
  /** The name that ours is bound to gets another address: the token goes there, or does so outside of the project whose nearer line counts. */
  | { readonly does: 'rename' | 'renameOutside'; readonly name: string; readonly to: string }
  /** What ours would give comes from somewhere else; the token stays. */
  | { readonly does: 'replace'; readonly to: string }
  /** The same because a project wants another default, of its own. */
  | { readonly does: 'instead'; readonly to: string }
  /** No repository is asked at all; `who` asks none where it is not the whole client. */
  | { readonly does: 'none'; readonly who?: string }
  /** Other settings are read in the place of the user's. */
  | { readonly does: 'settings' }
  /** Another program is asked for the credential of ours, or for those of registries that have no line of their own. */
  | { readonly does: 'program' | 'programs' }
  /** Requests go through a proxy, which reads them once its certificates are taken. */
  | { readonly does: 'proxy' | 'bypass' }
  /** Certificates are not looked at. */
  | { readonly does: 'uncheck' }
  /** Certificates of other authorities are taken. */
  | { readonly does: 'trust' };

/** Whose files they are, as sentences have it. */
export type RedirectedBy = {
  /** The client's. */
  readonly title: string;
  /** True for a project's file: what the person set for all of their own is theirs to know. */
  readonly isProjects: boolean;
};

/** Those entries of a config file that a client's rule knows for redirects. */
export async function redirectsIn(
  path: string,
  editor: EditorName,
  by: RedirectedBy,
  context: InspectContext,
  rule: (entry: EntryPath, value: string) => Redirect | null,
): Promise<readonly Redirected[]> {
  const document = await context.parsed(path, editors[editor].read);
  if (document === null || !document.ok) return [];
  const lineOf = lineFinder(document.value.text);
  const found = document.value.entries().flatMap(({ entry, value, start }) => {
    const redirect = rule(entry, value);
    return redirect === null ? [] : [{ redirect, setting: entryText(entry), line: lineOf(start) }];
  });
  return firstOfEach(found).map(({ redirect, setting, line }) =>
    redirectFound(redirect, setting, path, line, by, context),
  );
}

/** What a file may say of one kind before it is no longer told line by line. */
const MOST_OF_A_KIND = 20;

function firstOfEach<Found extends { readonly redirect: Redirect }>(all: readonly Found[]): readonly Found[] {
  const counts = new Map<Redirect['does'], number>();
  return all.filter(({ redirect: { does } }) => {
    const count = (counts.get(does) ?? 0) + 1;
    counts.set(does, count);
    return count <= MOST_OF_A_KIND;
  });
}

/** The same for files that no editor knows, line by line; the rule answers the setting's name with what it does. */
export async function redirectsInLines(
  path: string,
  by: RedirectedBy,
  context: InspectContext,
  rule: (line: string) => readonly [setting: string, redirect: Redirect] | null,
): Promise<readonly Redirected[]> {
  const text = await context.read(path);
  const found = (text ?? '').split('\n').flatMap((line, index) => {
    const [setting, redirect] = rule(line.replace(/\r$/, '')) ?? [];
    return redirect === undefined ? [] : [{ redirect, setting: setting ?? '', line: index + 1 }];
  });
  return firstOfEach(found).map(({ redirect, setting, line }) =>
    redirectFound(redirect, setting, path, line, by, context),
  );
}

export function redirectFound(
  redirect: Redirect,
  setting: string,
  path: string,
  line: number,
  { title, isProjects }: RedirectedBy,
  context: InspectContext,
): Redirected {
  const severity = (isProjects ? ofProject : ofUser)[redirect.does];
  const finding = foundAtLine(severity, path, line, context, (place) =>
    problemOf(codeOf(redirect), sentence(redirect, setting, place, title), {
      advice:
        isProjects && !isElsewhere(redirect)
          ? `Remove the line, or run ${title} there only if you trust whoever wrote it.`
          : 'Remove the line unless it is what you want.',
    }),
  );
  return redirect.does === 'rename' || redirect.does === 'renameOutside'
    ? { ...finding, sendsTo: redirect.to }
    : finding;
}

/** What the person's own variables do: `rule` answers for each of them. */
export function redirectsInVariables(
  title: string,
  { environment }: InspectContext,
  rule: (name: string, value: string) => Redirect | null,
): readonly Finding[] {
  return Object.entries(environment.env).flatMap(([name, value = '']): Finding[] => {
    const redirect = value === '' ? null : rule(name, value);
    if (redirect === null) return [];
    const problem = problemOf(codeOf(redirect), sentence(redirect, name, `The variable ${name}`, title), {
      advice: `Unset ${name} unless it is what you want.`,
    });
    return [{ severity: ofUser[redirect.does], problem, origin: { name, path: null, line: null } }];
  });
}

function codeOf({ does }: Redirect): ProblemCode {
  return does === 'none' ? 'registryShadowed' : 'credentialRedirected';
}

/** True where packages come from somewhere else, or from nowhere, and the token stays. */
function isElsewhere({ does }: Redirect): boolean {
  return does === 'replace' || does === 'instead' || does === 'none' || does === 'settings';
}

const ofProject = {
  rename: 'wrong',
  renameOutside: 'warning',
  replace: 'wrong',
  instead: 'warning',
  none: 'wrong',
  settings: 'wrong',
  program: 'wrong',
  programs: 'warning',
  uncheck: 'wrong',
  proxy: 'wrong',
  bypass: 'note',
  trust: 'wrong',
} as const;

/** In the user's own files a proxy or a company's authority is most often meant so. */
const ofUser = {
  rename: 'wrong',
  renameOutside: 'warning',
  replace: 'wrong',
  instead: 'wrong',
  none: 'wrong',
  settings: 'wrong',
  program: 'wrong',
  programs: 'note',
  uncheck: 'warning',
  proxy: 'note',
  bypass: 'note',
  trust: 'note',
} as const;

function sentence(redirect: Redirect, setting: string, place: string, title: string): string {
  switch (redirect.does) {
    case 'rename':
      return `${place} gives ${redirect.name} another address: ${title} sends the token to ${shownHost(redirect.to)}.`;
    case 'renameOutside':
      return `${place} gives ${redirect.name} another address: outside of the project, ${title} sends the token to ${shownHost(redirect.to)}.`;
    case 'replace':
    case 'instead':
      return `${place} has ${title} take packages from ${shownHost(redirect.to)} in place of the repository (${setting}).`;
    case 'none':
      return `${place} has ${redirect.who ?? title} ask no index at all (${setting}).`;
    case 'settings':
      return `${place} has ${title} read other settings in place of yours (${setting}).`;
    case 'program':
    case 'programs':
      return `${place} has ${title} ask another program for credentials (${setting}).`;
    case 'proxy':
      return `${place} sends what ${title} asks for through a proxy (${setting}).`;
    case 'bypass':
      return `${place} has ${title} go past your proxy (${setting}).`;
    case 'uncheck':
      return `${place} has ${title} check no certificate (${setting}): whoever is on the way gets the token.`;
    case 'trust':
      return `${place} has ${title} trust other certificates (${setting}): whoever they belong to can get the token.`;
  }
}

/** Never more of an address than its host: the rest may be somebody's secret. */
function shownHost(address: string): string {
  if (address === '') return 'elsewhere';
  const url = address.replace(/^sparse\+|^registry\+/, '');
  return URL.canParse(url) && new URL(url).host !== '' ? new URL(url).host : 'an address that is no URL';
}

/** True where two addresses are the same to a client: `sparse+`, user, upper case in the host and slashes at the end apart. */
export function sameAddress(address: string, other: string): boolean {
  return bareAddress(address) === bareAddress(other);
}

/** True where whoever asks one asks the other's server: a token serves every repository of its domain. */
export function sameServer(address: string, other: string): boolean {
  return serverOf(address) === serverOf(other);
}

function serverOf(address: string): string {
  const url = withoutKind(address);
  if (!URL.canParse(url)) return url;
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

function bareAddress(address: string): string {
  const url = withoutKind(address);
  if (!URL.canParse(url)) return url;
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
}

function withoutKind(address: string): string {
  return address.trim().replace(/^sparse\+|^registry\+/, '');
}

/** What they take for "yes". */
export function isOn(value: string): boolean {
  return /^(?:true|t|1|yes|y|on)$/i.test(value.trim());
}

/** What configuration formats take for "no". */
export function isOff(value: string): boolean {
  return /^(?:false|0|no|off|null|none)$/i.test(value.trim());
}
