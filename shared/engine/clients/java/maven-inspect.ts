import type { Finding } from '../../../contract/doctor.ts';
import { problemOf } from '../../../contract/problem.ts';
import type { Problem } from '../../../contract/problem.ts';
import type { Document } from '../../editors/editor.ts';
import { isSelection } from '../../editors/text/entry-path.ts';
import type { PathStep } from '../../editors/text/entry-path.ts';
import { mavenSettingsEditor } from '../../editors/xml/maven-settings.ts';
import { maskSecrets } from '../../secrets/mask.ts';
import { readTokenTimes, tokenIn } from '../../secrets/token.ts';
import type { ClientBinding, InspectContext } from '../client.ts';
import { variableOf } from '../parts/folders.ts';
import { foundAt } from '../parts/found-at.ts';
import { loginCommand } from '../parts/login-command.ts';
import { publicNameOf } from '../parts/public-names.ts';

// Facts: DefaultMirrorSelector of maven-resolver 1.6 to 1.9, MavenSettingsMerger of Maven 3.8.

/** A repository as Maven looks for its mirror. */
export type Repository = { readonly id: string; readonly url: string };

/** One mirror of a settings.xml. */
export type Mirror = Repository & {
  readonly mirrorOf: string;
  readonly isBlocked: boolean;
  readonly path: string;
  readonly text: string;
  /** Where its first value stands. */
  readonly offset: number;
};

/** What the binding has Maven ask: its own repository, or whatever its mirror is to stand in for. */
type Wanted = { readonly asked: readonly Repository[]; readonly id: string; readonly isMirror: boolean };

const CENTRAL: Repository = { id: 'central', url: 'https://repo.maven.apache.org/maven2' };
/** Some repository that nobody names in a list. */
const ANY: Repository = { id: 'a repository of no settings', url: 'https://repository.example/maven' };

export function wantedOf(binding: ClientBinding, id: string, mirrorOf: string | null): Wanted {
  if (mirrorOf === null) return { asked: [{ id, url: binding.endpoint }], id, isMirror: false };
  return { asked: mirrorOf === 'central' ? [CENTRAL] : [CENTRAL, ANY], id, isMirror: true };
}

/** Mirrors that Maven asks in place of the repository or before ours. `files` are its settings, the user's first. */
export async function inspectMirrors(
  files: readonly string[],
  wanted: Wanted,
  binding: ClientBinding,
  context: InspectContext,
): Promise<readonly Finding[]> {
  const mirrors: Mirror[] = [];
  const servers = new Map<string, Server>();
  for (const path of files) {
    const document = await context.parsed(path, mavenSettingsEditor.read);
    if (document === null || !document.ok) continue;
    // The user's win over those of the same id in the installation.
    const known = new Set(mirrors.map(({ id }) => id));
    mirrors.push(...mirrorsIn(path, document.value).filter(({ id }) => !known.has(id)));
    for (const server of serversIn(path, document.value)) {
      if (!servers.has(server.id)) servers.set(server.id, server);
    }
  }
  for (const repository of wanted.asked) {
    const mirror = mirrorFor(repository, mirrors);
    if (mirror === null) continue;
    if (mirror.id === wanted.id && isSame(mirror.url, binding.endpoint)) {
      const passed = wanted.isMirror
        ? null
        : mirrorFor(
            repository,
            mirrors.filter((other) => other !== mirror),
          );
      if (passed !== null && !isSame(passed.url, binding.endpoint)) {
        return [foundAt('note', passed, context, passedBy(passed))];
      }
      continue;
    }
    const isOther = mirror.isBlocked || !isSame(mirror.url, binding.endpoint);
    const problem = isOther
      ? otherMirror(mirror, repository, wanted, binding)
      : credentialOf(mirror, servers.get(mirror.id), wanted, binding, context);
    if (problem !== null) return [foundAt('wrong', mirror, context, problem)];
  }
  return [];
}

/** The mirror that Maven asks in the repository's place: one that names it alone, else the first whose list takes it in. */
export function mirrorFor<Some extends Pick<Mirror, 'mirrorOf'>>(
  repository: Repository,
  mirrors: readonly Some[],
): Some | null {
  return (
    mirrors.find(({ mirrorOf }) => mirrorOf === repository.id) ??
    mirrors.find(({ mirrorOf }) => takesIn(mirrorOf, repository)) ??
    null
  );
}

function takesIn(mirrorOf: string, { id, url }: Repository): boolean {
  if (mirrorOf === '*') return true;
  let result = false;
  for (const word of wordsOf(mirrorOf)) {
    if (word === `!${id}`) return false;
    if (word === id) return true;
    if (word === '*' || (word === 'external:*' && isExternal(url))) result = true;
    if (word === 'external:http:*' && isExternal(url) && /^(?:http|dav|dav:http|dav\+http):/i.test(url)) result = true;
  }
  return result;
}

function wordsOf(mirrorOf: string): readonly string[] {
  return mirrorOf.split(',').map((word) => word.trim());
}

function isExternal(url: string): boolean {
  const { hostname, protocol } = URL.parse(url) ?? { hostname: '', protocol: '' };
  return protocol !== 'file:' && hostname !== 'localhost' && hostname !== '127.0.0.1';
}

function otherMirror(
  { id, url, mirrorOf, isBlocked }: Mirror,
  asked: Repository,
  wanted: Wanted,
  binding: ClientBinding,
): (place: string) => Problem {
  const what = wanted.isMirror ? (asked === ANY ? 'other repositories' : 'Maven Central') : 'this repository';
  const does = isBlocked ? 'blocks' : 'stands in for';
  const message = (place: string) =>
    `The mirror ${id} in ${place} (mirrorOf ${mirrorOf}) ${does} ${what}, so Maven ${isBlocked ? 'refuses it' : `asks ${shown(url)}`}.`;
  const namesCentral = asked === CENTRAL && mirrorOf !== 'central' && !wordsOf(mirrorOf).includes('central');
  if (wanted.isMirror && namesCentral && binding.options['mirror'] !== 'central') {
    // A mirror of exactly one repository counts more than any list.
    return (place) =>
      problemOf('registryShadowed', message(place), {
        advice: `Remove that mirror, or stand in for Maven Central by name, which counts more.`,
        command: loginCommand('maven', binding, { ...serverFlag(binding), mirror: 'central' }),
      });
  }
  const rest = wordsOf(mirrorOf).filter((word) => word !== asked.id);
  const left = rest.some((word) => !word.startsWith('!')) ? [...rest, `!${asked.id}`].join(',') : null;
  const advice =
    left === null || asked === ANY
      ? `Remove the mirror ${id}.`
      : `Have it leave ${what} out: <mirrorOf>${left}</mirrorOf>.`;
  return (place) => problemOf('registryShadowed', message(place), { advice });
}

/** A mirror that ours of its one ID has Maven pass by: who set it up for everything may have meant this repository, too. */
function passedBy({ id, mirrorOf }: Mirror): (place: string) => Problem {
  return (place) =>
    problemOf(
      'registryShadowed',
      `The mirror ${id} in ${place} (mirrorOf ${mirrorOf}) takes this repository in, but ours names it alone, which counts more: Maven asks CodeArtifact itself.`,
      { advice: `If it is to be asked through ${id}, remove this binding.` },
    );
}

function serverFlag({ options }: ClientBinding): Readonly<Record<string, string>> {
  return options['serverId'] === undefined ? {} : { 'server-id': options['serverId'] };
}

/** What is wrong with the credential of a mirror that asks our repository; Maven looks it up by the mirror's id. */
function credentialOf(
  { id }: Mirror,
  server: Server | undefined,
  wanted: Wanted,
  binding: ClientBinding,
  { environment, now }: InspectContext,
): ((place: string) => Problem) | null {
  const password = server?.password ?? '';
  const variable = /\$\{env\.([^}]+)\}/.exec(password)?.[1] ?? null;
  if (variable !== null) {
    if (variableOf(environment, variable) !== null) return null;
    return (place) =>
      problemOf(
        'variableUnset',
        `Maven asks this repository by the mirror ${id} in ${place}, whose server takes its password from ${variable}, which is not set.`,
        { advice: 'Run the command through "codeartifact-tray exec".' },
      );
  }
  const times = readTokenTimes(tokenIn(password) ?? '');
  if (password !== '' && (times === null || times.expiresAt > now)) return null;
  const lacks = password === '' ? 'has no server with a password' : 'has a server whose token has expired';
  return (place) =>
    problemOf(
      password === '' ? 'credentialMissing' : 'tokenStale',
      `Maven asks this repository by the mirror ${id} in ${place}, which ${lacks}.`,
      publicNameOf(id, 'Maven Central') === null
        ? { advice: "Sign in under the mirror's id.", command: loginCommand('maven', binding, { 'server-id': id }) }
        : { advice: `Give the mirror the id of our server: <id>${wanted.id}</id>.` },
    );
}

type Server = { readonly id: string; readonly password: string };

function serversIn(path: string, document: Document): readonly Server[] {
  return itemsOf(document, 'servers').map(({ id, values }) => ({ path, id, password: values.get('password') ?? '' }));
}

function mirrorsIn(path: string, document: Document): readonly Mirror[] {
  return itemsOf(document, 'mirrors')
    .filter(({ values }) => takesDefaultLayout(values.get('mirrorOfLayouts') ?? ''))
    .map(({ id, values, offset }) => ({
      id,
      url: values.get('url') ?? '',
      mirrorOf: (values.get('mirrorOf') ?? '').trim(),
      isBlocked: values.get('blocked') === 'true',
      path,
      text: document.text,
      offset,
    }));
}

function takesDefaultLayout(layouts: string): boolean {
  const words = wordsOf(layouts);
  return layouts === '' || (words.some((word) => word === 'default' || word === '*') && !words.includes('!default'));
}

type Item = { readonly id: string; readonly values: Map<string, string>; readonly offset: number };

/** The elements of a list of the settings, in file order; one without an id is called `default`. */
function itemsOf(document: Document, list: 'mirrors' | 'servers'): readonly Item[] {
  const items: Item[] = [];
  for (const { entry, value, start } of document.entries()) {
    const [, name, step, key] = entry;
    if (name !== list || typeof key !== 'string') continue;
    const last = items.at(-1);
    const id = idOf(step);
    if (last !== undefined && last.id === id && !last.values.has(key)) last.values.set(key, value);
    else items.push({ id, values: new Map([[key, value]]), offset: start });
  }
  return items;
}

function idOf(step: PathStep | undefined): string {
  return isSelection(step) ? step.is : 'default';
}

function isSame(url: string, endpoint: string): boolean {
  return url.replace(/\/*$/, '/') === endpoint.replace(/\/*$/, '/');
}

function shown(url: string): string {
  return maskSecrets(url.replace(/^([a-z+]+:\/\/)[^/@\s]*@/i, '$1'));
}
