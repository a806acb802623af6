import type { Finding } from '../../../contract/doctor.ts';
import { readXml } from '../../editors/xml/document.ts';
import type { Element } from '../../editors/xml/document.ts';
import { lineFinder } from '../../editors/text/lines.ts';
import type { ClientBinding, InspectContext } from '../client.ts';
import { pathsOf } from '../parts/folders.ts';
import { redirectFound, redirectsInLines, sameAddress } from '../parts/redirects.ts';
import type { Redirect, RedirectedBy } from '../parts/redirects.ts';

/** Elements of a pom.xml with an id and the address that the server of that id is for; mirrors stand in for the first two. */
const REPOSITORIES: ReadonlySet<string> = new Set(['repository', 'pluginRepository', 'snapshotRepository', 'site']);

/** Modules of modules: more poms than this many are not looked into. */
const MOST_POMS = 200;

/** What `mvn deploy` takes in the place of a pom.xml's `distributionManagement` (maven-deploy-plugin 2 and 3), by property. */
const ELSEWHERE = /^alt(?:Release|Snapshot)?DeploymentRepository$/;

/** An option of maven.config that names settings: the user's, the installation's or, in Maven 4, the project's. */
const SETTINGS_OPTION =
  /^[ \t]*(?:-s|-gs|-is|-ps|--(?:global-|install-|project-)?settings)(?:=|[ \t]+|[ \t]*\r?\n[ \t]*)([^\s=].*)$/gm;
const MOST_SETTINGS = 10;
const LONGEST = 65_536;

/** Our repository as settings have it. */
type Bound = {
  readonly binding: ClientBinding;
  readonly id: string;
  /** Whether they have Maven ask ours where a pom.xml has that URL for the ID. */
  isPinned(url: string): boolean;
};

/** Repositories of a project, its modules included, that are called `id` and are somewhere else; what Maven is started with there. */
export async function mavenRedirects(
  folder: string,
  { binding, id, isPinned }: Bound,
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Finding[]> {
  const paths = pathsOf(context.environment);
  const findings: Finding[] = [];
  const { endpoint } = binding;
  // Profiles of settings are read as those of a pom.xml are; Maven 4 takes a project's own.
  const poms = new Set([paths.join(folder, 'pom.xml'), ...(await settingsOf(folder, context))]);
  for (const path of poms) {
    const pom = await context.parsed(path, pomOf);
    if (pom === null) continue;
    for (const module of pom.modules) {
      const place = paths.join(paths.dirname(path), module);
      if (poms.size < MOST_POMS) poms.add(place.endsWith('.xml') ? place : paths.join(place, 'pom.xml'));
    }
    for (const { id: named, to, isDeployedTo, line } of pom.repositories) {
      if (named !== id || sameAddress(to, endpoint) || (!isDeployedTo && isPinned(to))) continue;
      findings.push(redirectFound({ does: 'rename', name: id, to }, 'url', path, line, by, context));
    }
  }
  const rule = (line: string) => optionIn(line, binding, id);
  for (const name of ['maven.config', 'jvm.config']) {
    findings.push(...(await redirectsInLines(paths.join(folder, '.mvn', name), by, context, rule)));
  }
  return findings;
}

type Pom = {
  readonly modules: readonly string[];
  readonly repositories: readonly {
    readonly id: string;
    readonly to: string;
    readonly isDeployedTo: boolean;
    readonly line: number;
  }[];
};

/** What matters of a pom.xml; nothing of one that is no XML. */
function pomOf(text: string): Pom {
  const xml = readXml(text);
  const all = xml.ok && xml.value !== null ? withinOf(xml.value) : [];
  const properties = new Map(
    all.flatMap((one) => (one.parent?.name === 'properties' ? [[one.name, textOf(one)]] : [])),
  );
  const lineOf = lineFinder(text);
  return {
    modules: all.flatMap((one) => (one.name === 'module' || one.name === 'subproject' ? [textOf(one)] : [])),
    repositories: all.flatMap((one) => {
      if (ELSEWHERE.test(one.name)) {
        const { id, to } = elsewhereOf(filled(textOf(one), properties));
        return [{ id, to, isDeployedTo: true, line: lineOf(one.start) }];
      }
      const url = REPOSITORIES.has(one.name) ? child(one, 'url') : undefined;
      if (url === undefined) return [];
      return [
        {
          id: filled(textOf(child(one, 'id')), properties),
          to: filled(textOf(url), properties),
          isDeployedTo: one.parent?.name === 'distributionManagement',
          line: lineOf(url.start),
        },
      ];
    }),
  };
}

/** A project's settings, which Maven 4 reads, and what its maven.config has Maven read. */
async function settingsOf(folder: string, { environment, read }: InspectContext): Promise<readonly string[]> {
  const paths = pathsOf(environment);
  const config = (await read(paths.join(folder, '.mvn', 'maven.config'))) ?? '';
  const named = [...config.slice(0, LONGEST).matchAll(SETTINGS_OPTION)].map(([, file = '']) =>
    paths.resolve(folder, file.trim()),
  );
  return [paths.join(folder, '.mvn', 'settings.xml'), ...named.slice(0, MOST_SETTINGS)];
}

/** `ID::URL`, or with a layout between them as version 2 of the deploy plugin has it. */
function elsewhereOf(value: string): { readonly id: string; readonly to: string } {
  const parts = value.split('::');
  return { id: parts.length > 1 ? (parts[0] ?? '') : '', to: parts.at(-1) ?? '' };
}

/** The first option of a line that leads anything away. */
function optionIn(line: string, binding: ClientBinding, id: string): readonly [string, Redirect] | null {
  const text = line.slice(0, 4096);
  const [, option] = /^[ \t]*(-s|--settings)(?:[= \t]|$)/.exec(text) ?? [];
  // A binding of the project's goes to that file, or is refused.
  if (option !== undefined && binding.projectPath === null) return [option, { does: 'settings' }];
  for (const [, name = '', value = ''] of text.matchAll(/-D[ \t]*([\w.-]+)(?:=(\S*))?/g)) {
    const redirect = propertyRule(name, value, binding, id);
    if (redirect !== null) return [name, redirect];
  }
  return null;
}

/** Properties of the JVM and of Maven's transports that lead past a host's certificate, and of where Maven deploys to. */
function propertyRule(name: string, value: string, { endpoint }: ClientBinding, ours: string): Redirect | null {
  if (/^https?\.proxyHost$|^socksProxyHost$/.test(name)) return { does: 'proxy' };
  if (/^javax\.net\.ssl\.trustStore$/.test(name)) return { does: 'trust' };
  if (/ssl\.(?:insecure|allowall)$/.test(name) && value !== 'false') return { does: 'uncheck' };
  if (name === 'user.home') return { does: 'settings' };
  if (ELSEWHERE.test(name)) {
    const { id, to } = elsewhereOf(value);
    return id === ours && !sameAddress(to, endpoint) ? { does: 'rename', name: id, to } : null;
  }
  return name.endsWith('securityMode') && value === 'insecure' ? { does: 'uncheck' } : null;
}

function withinOf(element: Element): readonly Element[] {
  return element.elements.flatMap((inner) => [inner, ...withinOf(inner)]);
}

function child(element: Element, name: string): Element | undefined {
  return element.elements.find((inner) => inner.name === name);
}

function textOf(element: Element | undefined): string {
  const pieces = element?.pieces.flatMap((piece) => ('value' in piece ? [piece.value] : [])) ?? [];
  return pieces.join('').trim();
}

/** With the properties that the pom itself defines, once; Maven knows more. */
function filled(text: string, properties: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\{([^{}]+)\}/g, (whole, name: string) => properties.get(name) ?? whole);
}
