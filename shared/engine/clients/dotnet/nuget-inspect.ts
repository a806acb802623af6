import type { Finding } from '../../../contract/doctor.ts';
import { problemOf } from '../../../contract/problem.ts';
import type { Problem } from '../../../contract/problem.ts';
import { readWhole } from '../../editors/edit-text.ts';
import { nugetConfigEditor, decodeSourceName } from '../../editors/xml/nuget-config.ts';
import { readXml } from '../../editors/xml/document.ts';
import type { Element } from '../../editors/xml/document.ts';
import type { ClientContext } from '../client.ts';
import { foundAt, foundAtLine } from '../parts/found-at.ts';

// Facts: NuGet.Configuration of NuGet.Client, seen in NuGet 5.4 (.NET SDK 3.1).

/** An element of a section, and the text it was read from. */
type Item = { readonly path: string; readonly text: string; readonly element: Element };

type Section = {
  /** What NuGet makes of all files together. */
  readonly effective: readonly Item[];
  /** What a `<clear />` behind it or in a nearer file does away with. */
  readonly cleared: readonly Item[];
  /** The nearest `<clear />`. */
  readonly clear: Item | null;
};

/**
 * What keeps NuGet from the source called `name`: a `<clear />`, disabledPackageSources and packageSourceMapping. `files` are the
 * ones that it reads together, the nearest first.
 */
export async function inspectNugetConfigs(
  files: readonly string[],
  name: string,
  context: ClientContext,
): Promise<readonly Finding[]> {
  const read = await itemsIn(files, context);
  const sectionOf = (section: string) => merged(read, section);
  const named = ({ element }: Item) => sameName(keyOf(element), name);
  const spelledAlike = ({ element }: Item) => keyOf(element) === name;
  const found: Finding[] = [];
  const add = (item: Item | undefined | null, problem: (place: string) => Problem) => {
    if (item === undefined || item === null) return;
    found.push(foundAt('wrong', { ...item, offset: item.element.start }, context, problem));
  };

  const ours = [
    ['packageSources', 'registryShadowed', named],
    ['packageSourceCredentials', 'credentialShadowed', ({ element }: Item) => decodeSourceName(element.name) === name],
  ] as const;
  for (const [section, code, isOurs] of ours) {
    add(unreadOf(read, section).find(isOurs), (place) =>
      problemOf(code, `NuGet takes the first <${section}> of a file, and the one of ${place} is another.`, {
        advice: 'Move its lines into the first one.',
      }),
    );
  }
  const sources = sectionOf('packageSources');
  if (!sources.effective.some(named) && sources.cleared.some(named)) {
    add(sources.clear, (place) =>
      problemOf('registryShadowed', `NuGet does not see the source ${name}, because of the <clear /> in ${place}.`, {
        advice: 'Move the <clear /> above what it shall not clear, or remove it.',
      }),
    );
  }
  // Whatever its value: the name alone disables the source, in just this spelling.
  add(sectionOf('disabledPackageSources').effective.find(spelledAlike), (place) =>
    problemOf('registryShadowed', `The source ${name} is disabled by ${place}.`, { advice: 'Remove that line.' }),
  );
  const mapping = sectionOf('packageSourceMapping').effective;
  if (!mapping.some((item) => named(item) && item.element.elements.length > 0)) {
    add(mapping[0], (place) =>
      problemOf(
        'registryShadowed',
        `packageSourceMapping says from ${place} on which source has which packages, and names none for ${name}.`,
        { advice: `Add <packageSource key="${name}"> with the patterns of its packages.` },
      ),
    );
  }
  return found;
}

/** What stands in sections that NuGet passes over, because another of their name stands above them in the file. */
function unreadOf(files: readonly (readonly Item[])[], section: string): readonly Item[] {
  return files.flat().filter((item) => {
    const { parent } = item.element;
    return isIn(item, section) && parent !== parent?.parent?.elements.find(({ name }) => name === section);
  });
}

/** Files further away than the project's own that make NuGet refuse all of its settings. */
export async function inspectRefusedFiles(
  files: readonly string[],
  context: ClientContext,
): Promise<readonly Finding[]> {
  const found = await Promise.all(
    files.map(async (path): Promise<readonly Finding[]> => {
      const text = await context.read(path);
      const document = text === null ? null : readWhole(nugetConfigEditor, text);
      if (document === null || document.ok) return [];
      const { line, message } = document.error;
      return [
        foundAtLine('wrong', path, line, context, (place) =>
          problemOf('fileInvalid', `NuGet refuses all of its settings because of ${place}: ${message}.`, {
            advice: 'Correct that line.',
          }),
        ),
      ];
    }),
  );
  return found.flat();
}

/**
 * The sources that NuGet takes for the one called `name`, because their names differ in case alone, strongest first: of a newer
 * protocol, then the nearest.
 */
export async function sourcesNamed(
  files: readonly string[],
  name: string,
  context: ClientContext,
): Promise<readonly { readonly path: string; readonly key: string }[]> {
  return merged(await itemsIn(files, context), 'packageSources')
    .effective.filter(({ element }) => sameName(keyOf(element), name))
    .toSorted((a, b) => protocolOf(b) - protocolOf(a))
    .map(({ path, element }) => ({ path, key: keyOf(element) }));
}

function protocolOf({ element: { attributes } }: Item): number {
  return Number(attributes.find(({ name }) => name.toLowerCase() === 'protocolversion')?.value ?? 2);
}

async function itemsIn(files: readonly string[], context: ClientContext): Promise<readonly (readonly Item[])[]> {
  return Promise.all(files.map(async (path) => itemsOf(path, await context.read(path))));
}

/** The elements of all sections of one file. */
function itemsOf(path: string, text: string | null): readonly Item[] {
  const xml = readXml(text ?? '');
  const sections = xml.ok ? (xml.value?.elements ?? []) : [];
  return sections.flatMap(({ elements }) => elements.map((element) => ({ path, text: text ?? '', element })));
}

function isIn({ element }: Item, section: string): boolean {
  return element.parent?.name === section;
}

function merged(files: readonly (readonly Item[])[], section: string): Section {
  const effective: Item[] = [];
  const gone: Item[] = [];
  let clear: Item | null = null;
  for (const all of files) {
    const items = all.filter((item) => isIn(item, section));
    const last = items.findLastIndex(({ element }) => element.name.toLowerCase() === 'clear');
    (clear === null ? effective : gone).push(...items.slice(last + 1));
    gone.push(...items.slice(0, Math.max(last, 0)));
    clear ??= items[last] ?? null;
  }
  return { effective, cleared: gone, clear };
}

function keyOf({ attributes }: Element): string {
  return attributes.find(({ name }) => name.toLowerCase() === 'key')?.value ?? '';
}

/** NuGet compares names of sources without regard to case. */
function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
