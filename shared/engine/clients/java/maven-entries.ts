import { problemOf } from '../../../contract/problem.ts';
import type { Problem } from '../../../contract/problem.ts';
import type { Entry } from '../../editors/editor.ts';
import { isSelection, sameEntry, select } from '../../editors/text/entry-path.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';
import { TOKEN_SLOT } from '../../secrets/slot.ts';
import type { ClientBinding, DesiredEntry } from '../client.ts';
import { loginCommand } from '../parts/login-command.ts';
import { isSameUrl } from '../parts/name-in-use.ts';

// What a binding has in settings.xml, and where.

/** As the CodeArtifact console calls it. */
export function idOf({ options, domain, repository }: ClientBinding): string {
  return options['serverId'] ?? `${domain}--${repository}`;
}

export function mirrorOfOption({ options, projectPath }: ClientBinding): string | null {
  const chosen = options['mirror'] ?? 'off';
  return projectPath !== null || chosen === 'off' ? null : chosen;
}

export function serverPath(binding: ClientBinding): EntryPath {
  return ['settings', 'servers', select('server', 'id', idOf(binding))];
}

function mirrorPath(binding: ClientBinding): EntryPath {
  return ['settings', 'mirrors', select('mirror', 'id', idOf(binding))];
}

/** A repository of the profile of that ID, for packages or for Maven's plugins. */
function repositoryPath(binding: ClientBinding, list: 'repositories' | 'pluginRepositories'): EntryPath {
  const id = idOf(binding);
  const item = list === 'repositories' ? 'repository' : 'pluginRepository';
  return ['settings', 'profiles', select('profile', 'id', id), list, select(item, 'id', id)];
}

export function urlEntry(binding: ClientBinding): EntryPath {
  const isInProfile = binding.projectPath === null && mirrorOfOption(binding) === null;
  return [...(isInProfile ? repositoryPath(binding, 'repositories') : mirrorPath(binding)), 'url'];
}

/**
 * What the mirror of our ID stands in for. A pom.xml may give the ID any URL, which Maven 4 asks whatever a profile says: where no more
 * is wanted, a mirror of that ID alone turns it to ours. One of somebody's that has the ID already stays as it is.
 */
export function mirrorOfIn(entries: readonly Entry[], binding: ClientBinding): string {
  const chosen = mirrorOfOption(binding);
  if (chosen !== null) return chosen;
  const standing = entries.find(({ entry }) => sameEntry(entry, [...mirrorPath(binding), 'mirrorOf']));
  return standing?.value ?? idOf(binding);
}

/**
 * Why no token may stand under our ID: Maven gives it to whatever has the ID, a mirror of more than ours before all, and a repository of
 * any profile where no mirror of ours turns it.
 */
export function idLeadsElsewhere(found: readonly Entry[], binding: ClientBinding, path: string): Problem | null {
  const id = idOf(binding);
  const chosen = mirrorOfOption(binding);
  const isMirrors = chosen === null && mirrorOfIn(found, binding) !== id;
  const isRepositorys = chosen !== null && chosen !== '*';
  const urls = found.filter(({ entry, value }) => {
    const holder = entry.at(-2);
    if (entry.at(-1) !== 'url' || !isSelection(holder) || holder.is !== id) return false;
    const counts = holder.list === 'mirror' ? isMirrors : isRepositorys && /^(?:r|pluginR)epository$/.test(holder.list);
    return counts && !isSameUrl(value, binding.endpoint);
  });
  const [other] = urls;
  if (other === undefined) return null;
  const host = URL.parse(other.value)?.host ?? 'an address that is no URL';
  const holder = other.entry.at(-2);
  const what = isSelection(holder) ? holder.list : '';
  return problemOf(
    'endpointUntrusted',
    `A ${what} in ${path} has the ID ${id} and leads to ${host}: Maven would sign in there with the token.`,
    {
      advice: 'Give our repository another ID.',
      command: loginCommand('maven', binding, { ...mirrorFlag(chosen), 'server-id': `${id}-codeartifact` }),
    },
  );
}

function mirrorFlag(chosen: string | null): Readonly<Record<string, string>> {
  return chosen === null ? {} : { mirror: chosen };
}

export function entriesFor(
  binding: ClientBinding,
  mirrorOf: string,
  profile: readonly DesiredEntry[],
): readonly DesiredEntry[] {
  const { endpoint } = binding;
  const id = idOf(binding);
  const chosen = mirrorOfOption(binding);
  const server = [
    { entry: [...serverPath(binding), 'username'], value: 'aws' },
    { entry: [...serverPath(binding), 'password'], value: TOKEN_SLOT },
  ];
  const mirror = [
    { entry: [...mirrorPath(binding), 'url'], value: endpoint },
    { entry: [...mirrorPath(binding), 'mirrorOf'], value: mirrorOf },
  ];
  return [...server, ...(mirrorOf === (chosen ?? id) ? mirror : []), ...profile];
}

/**
 * The profile that has the repository, at user level. One that stands there already stays as it is: it needs no plugins' repository that it
 * did without, and no second reason to be active.
 */
export function profileFor(binding: ClientBinding, found: readonly Entry[]): readonly DesiredEntry[] {
  const { endpoint, projectPath } = binding;
  if (projectPath !== null || mirrorOfOption(binding) !== null) return [];
  const id = idOf(binding);
  const url = [...repositoryPath(binding, 'repositories'), 'url'];
  const pluginsUrl = [...repositoryPath(binding, 'pluginRepositories'), 'url'];
  const active = ['settings', 'activeProfiles', select('activeProfile', null, id)];
  const stands = (path: EntryPath) => found.some(({ entry }) => sameEntry(entry, path));
  const needsPlugins = !stands(url) || stands(pluginsUrl);
  return [
    { entry: url, value: endpoint },
    ...(needsPlugins ? [{ entry: pluginsUrl, value: endpoint }] : []),
    ...(isActiveByDefault(found, id) && !stands(active) ? [] : [{ entry: active, value: id }]),
  ];
}

/** Such a profile is active as long as no other one is, for whatever reason (DefaultProfileSelector of Maven 3 and 4). */
function isActiveByDefault(found: readonly Entry[], id: string): boolean {
  const own = ['settings', 'profiles', select('profile', 'id', id), 'activation', 'activeByDefault'];
  const reasons = found.filter(({ entry }) => entry[1] === 'activeProfiles' || entry.includes('activation'));
  return reasons.length === 1 && reasons.every(({ entry, value }) => sameEntry(entry, own) && value.trim() === 'true');
}
