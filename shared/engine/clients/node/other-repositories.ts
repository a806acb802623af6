import type { Finding } from '../../../contract/doctor.ts';
import { problemOf } from '../../../contract/problem.ts';
import { jsonEditor } from '../../editors/json.ts';
import { npmrcEditor } from '../../editors/npmrc.ts';
import { stepText } from '../../editors/text/entry-path.ts';
import { lineAt } from '../../editors/text/lines.ts';
import type { ClientBinding, InspectContext } from '../client.ts';
import { pathsOf } from '../parts/folders.ts';
import { foundAtLine } from '../parts/found-at.ts';
import { loginCommand } from '../parts/login-command.ts';
import { tokenKey, tokenKeys } from './npm-family.ts';

/** Lockfiles that name the registry of each package. */
const LOCKFILES = ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock'];

/** Where somebody's file names another repository of the binding's domain, and what is done there. */
type Mention = { readonly url: string; readonly path: string; readonly line: number; readonly does: string };

/**
 * Other repositories of the domain that a project publishes to or takes packages from, and that no token is sent to, although ours
 * would do: npm looks tokens up by repository. `npmrcs` are the files that it reads, the nearest first.
 */
export async function inspectOtherRepositories(
  title: string,
  npmrcs: readonly string[],
  binding: ClientBinding,
  context: InspectContext,
): Promise<readonly Finding[]> {
  const mentions = [
    ...(await inPackageJson(title, binding, context)),
    ...(await inNpmrcs(title, npmrcs, binding, context)),
    ...(await inLockfiles(title, binding, context)),
  ];
  const findings = new Map<string, Finding>();
  for (const { url, path, line, does } of mentions) {
    if (findings.has(url) || (await hasToken(url, npmrcs, context))) continue;
    const repository = url.split('/').at(-2) ?? '';
    const problem = (place: string) =>
      problemOf(
        'credentialMissing',
        `${does} ${url} by ${place}, and finds no token for it (${title}: ENEEDAUTH or E401).`,
        {
          advice: `One token serves the whole domain: add the line ${tokenKey(url)} to your .npmrc, refreshed like the others.`,
          command: loginCommand('npm', { ...binding, projectPath: null }, { keep: 'token' }, repository),
        },
      );
    findings.set(url, foundAtLine('warning', path, line, context, problem));
  }
  return [...findings.values()];
}

async function inPackageJson(
  title: string,
  binding: ClientBinding,
  context: InspectContext,
): Promise<readonly Mention[]> {
  if (binding.projectPath === null) return [];
  const path = pathsOf(context.environment).join(binding.projectPath, 'package.json');
  const document = await context.parsed(path, jsonEditor.read);
  if (document === null || !document.ok) return [];
  const { text } = document.value;
  return document.value.entries().flatMap(({ entry, value, start }) => {
    const isRegistry =
      entry.length === 3 && entry[1] === 'publishConfig' && /^(?:@[^:]*:)?registry$/.test(stepText(entry[2]));
    const url = isRegistry ? otherRepository(value, binding) : null;
    return url === null ? [] : [{ url, path, line: lineAt(text, start), does: `${title} publishes to` }];
  });
}

async function inNpmrcs(
  title: string,
  npmrcs: readonly string[],
  binding: ClientBinding,
  context: InspectContext,
): Promise<readonly Mention[]> {
  const found = await Promise.all(
    npmrcs.map(async (path) => {
      const lines = (await context.parsed(path, registriesWithoutToken)) ?? [];
      return lines.flatMap(({ value, line }): readonly Mention[] => {
        const url = otherRepository(value, binding);
        return url === null ? [] : [{ url, path, line, does: `${title} takes packages from` }];
      });
    }),
  );
  return found.flat();
}

/** The registries that an .npmrc names and has no token for. */
function registriesWithoutToken(text: string): readonly { readonly value: string; readonly line: number }[] {
  const document = npmrcEditor.read(text);
  if (!document.ok) return [];
  const { entries, find } = document.value;
  return entries().flatMap(({ entry, value, start }) => {
    if (!/^(?:@[^:]*:)?registry$/.test(stepText(entry[0])) || !/^https?:\/\/[^/]/.test(value)) return [];
    return tokenKeys(value).some((key) => find([key]).some((token) => token.value !== ''))
      ? []
      : [{ value, line: lineAt(text, start) }];
  });
}

async function inLockfiles(
  title: string,
  binding: ClientBinding,
  context: InspectContext,
): Promise<readonly Mention[]> {
  const { projectPath } = binding;
  if (projectPath === null) return [];
  const paths = LOCKFILES.map((name) => pathsOf(context.environment).join(projectPath, name));
  const found = await Promise.all(
    paths.map(async (path) => {
      const text = (await context.read(path)) ?? '';
      const mentions = new Map<string, Mention>();
      const domain = domainOf(binding);
      for (let at = text.indexOf(domain); at >= 0; at = text.indexOf(domain, at + domain.length)) {
        const url = otherRepository(/^[^\s"'#?]*/.exec(text.slice(at, at + 500))?.[0] ?? '', binding);
        if (url === null || mentions.has(url)) continue;
        mentions.set(url, { url, path, line: lineAt(text, at), does: `${title} takes packages from` });
      }
      return [...mentions.values()];
    }),
  );
  return found.flat();
}

/** The endpoint of another repository of the same domain that a URL leads to; null for any other. */
function otherRepository(url: string, binding: ClientBinding): string | null {
  const domain = domainOf(binding);
  const name = url.startsWith(domain) ? /^[\w.-]+/.exec(url.slice(domain.length))?.[0] : undefined;
  const endpoint = `${domain}${name}/`;
  return name === undefined || endpoint === binding.endpoint ? null : endpoint;
}

/** The endpoint up to the repository. */
function domainOf({ endpoint }: ClientBinding): string {
  return endpoint.replace(/[^/]+\/$/, '');
}

/** An old one counts as well: it is told of in its own place. */
async function hasToken(url: string, npmrcs: readonly string[], context: InspectContext): Promise<boolean> {
  for (const path of npmrcs) {
    const document = await context.parsed(path, npmrcEditor.read);
    if (document === null || !document.ok) continue;
    const { find } = document.value;
    if (tokenKeys(url).some((key) => find([key]).some(({ value }) => value !== ''))) return true;
  }
  return false;
}
