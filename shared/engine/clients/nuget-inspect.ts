import type { Finding } from '../../contract/doctor.ts';
import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import { decodeSourceName } from '../editors/nuget-names.ts';
import { readXml } from '../editors/xml-document.ts';
import type { Element } from '../editors/xml-document.ts';
import type { ClientContext } from './client.ts';
import { foundAt } from './found-at.ts';

// Facts: NuGet.Configuration of NuGet.Client.

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
  const read = await Promise.all(files.map(async (path) => itemsOf(path, await context.read(path))));
  const sectionOf = (section: string) => merged(read.map((items) => items.filter((item) => isIn(item, section))));
  const named = ({ element }: Item) => sameName(keyOf(element), name);
  const found: Finding[] = [];
  const add = (item: Item | undefined | null, problem: (place: string) => Problem) => {
    if (item === undefined || item === null) return;
    found.push(foundAt('wrong', { ...item, offset: item.element.start }, context, problem));
  };

  const sources = sectionOf('packageSources');
  if (!sources.effective.some(named) && sources.cleared.some(named)) {
    add(sources.clear, (place) => cleared('registryShadowed', `the source ${name}`, place));
  }
  const credentials = sectionOf('packageSourceCredentials');
  const ours = ({ element }: Item) => decodeSourceName(element.name) === name;
  if (!credentials.effective.some(ours) && credentials.cleared.some(ours)) {
    add(credentials.clear, (place) => cleared('credentialShadowed', `the credentials of ${name}`, place));
  }
  // Whatever its value: the name alone disables the source.
  add(sectionOf('disabledPackageSources').effective.find(named), (place) =>
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

function cleared(code: 'registryShadowed' | 'credentialShadowed', what: string, place: string): Problem {
  return problemOf(code, `NuGet does not see ${what}, because of the <clear /> in ${place}.`, {
    advice: `Move the <clear /> above what it shall not clear, or remove it.`,
  });
}

/** The elements of all sections of one file. */
function itemsOf(path: string, text: string | null): readonly Item[] {
  const sections = text === null ? [] : (readXml(text).root?.elements ?? []);
  return sections.flatMap(({ elements }) => elements.map((element) => ({ path, text: text ?? '', element })));
}

function isIn({ element }: Item, section: string): boolean {
  return element.parent?.name === section;
}

function merged(files: readonly (readonly Item[])[]): Section {
  const effective: Item[] = [];
  const gone: Item[] = [];
  let clear: Item | null = null;
  for (const items of files) {
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
