import type { Finding } from '../../../contract/doctor.ts';
import { readXml } from '../../editors/xml/document.ts';
import type { Element } from '../../editors/xml/document.ts';
import { lineAt } from '../../editors/text/lines.ts';
import type { ClientBinding, InspectContext } from '../client.ts';
import { pathsOf } from '../parts/folders.ts';
import { redirectFound, redirectsInLines, sameAddress } from '../parts/redirects.ts';
import type { Redirect, RedirectedBy } from '../parts/redirects.ts';

/** Elements of a pom.xml with an id and the address that the server of that id is for; mirrors stand in for the first two. */
const REPOSITORIES: ReadonlySet<string> = new Set(['repository', 'pluginRepository', 'snapshotRepository', 'site']);

/** Modules of modules: more poms than this many are not looked into. */
const MOST_POMS = 200;

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
  { binding: { endpoint }, id, isPinned }: Bound,
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Finding[]> {
  const paths = pathsOf(context.environment);
  const findings: Finding[] = [];
  const poms = new Set([paths.join(folder, 'pom.xml')]);
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
  for (const name of ['maven.config', 'jvm.config']) {
    findings.push(...(await redirectsInLines(paths.join(folder, '.mvn', name), by, context, optionRule)));
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
  return {
    modules: all.flatMap((one) => (one.name === 'module' || one.name === 'subproject' ? [textOf(one)] : [])),
    repositories: all.flatMap((one) => {
      const url = REPOSITORIES.has(one.name) ? child(one, 'url') : undefined;
      if (url === undefined) return [];
      return [
        {
          id: filled(textOf(child(one, 'id')), properties),
          to: filled(textOf(url), properties),
          isDeployedTo: one.parent?.name === 'distributionManagement',
          line: lineAt(text, url.start),
        },
      ];
    }),
  };
}

/** Properties of the JVM and of Maven's transports that lead past a host's certificate. */
function optionRule(line: string): readonly [string, Redirect] | null {
  const [, name = '', value = ''] = /-D\s*([\w.-]+)(?:=(\S*))?/.exec(line.slice(0, 4096)) ?? [];
  if (/^https?\.proxyHost$|^socksProxyHost$/.test(name)) return [name, { does: 'proxy' }];
  if (/^javax\.net\.ssl\.trustStore$/.test(name)) return [name, { does: 'trust' }];
  if (/ssl\.(?:insecure|allowall)$/.test(name) && value !== 'false') return [name, { does: 'uncheck' }];
  return name.endsWith('securityMode') && value === 'insecure' ? [name, { does: 'uncheck' }] : null;
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
