import { readXml } from '../../editors/xml/document.ts';
import type { Element } from '../../editors/xml/document.ts';
import { lineFinder } from '../../editors/text/lines.ts';
import type { ClientBinding, InspectContext, Redirected } from '../client.ts';
import { isOff, redirectFound, sameAddress } from '../parts/redirects.ts';
import type { Redirect, RedirectedBy } from '../parts/redirects.ts';

/** Sources of our name that are somewhere else, and what leads to any source. */
export async function nugetRedirects(
  path: string,
  binding: ClientBinding,
  name: string,
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Redirected[]> {
  // Which of the user's own sources of one name counts is told with what a binding at user level uses.
  const isJudged = by.isProjects || binding.projectPath !== null;
  const text = await context.read(path);
  const xml = text === null ? null : await context.parsed(path, readXml);
  if (text === null || xml === null || !xml.ok || xml.value === null) return [];
  const lineOf = lineFinder(text);
  return xml.value.elements.flatMap((section) =>
    section.elements.flatMap((element) => {
      const redirect = redirectOf(section.name, element, name, binding.endpoint, isJudged);
      const setting = `${section.name} ${attribute(element, 'key')}`;
      return redirect === null ? [] : [redirectFound(redirect, setting, path, lineOf(element.start), by, context)];
    }),
  );
}

function redirectOf(
  section: string,
  element: Element,
  name: string,
  endpoint: string,
  isJudged: boolean,
): Redirect | null {
  const key = attribute(element, 'key').toLowerCase();
  const value = attribute(element, 'value');
  if (section === 'config') return /^https?_proxy$/.test(key) && value !== '' ? { does: 'proxy' } : null;
  if (section !== 'packageSources' || key !== name.toLowerCase()) return null;
  const unchecked = attribute(element, 'disableTLSCertificateValidation');
  if (unchecked !== '' && !isOff(unchecked)) return { does: 'uncheck' };
  const isOurs = [endpoint, `${endpoint}v3/index.json`].some((ours) => sameAddress(value, ours));
  return isOurs || value === '' || !isJudged ? null : { does: 'rename', name: `the source ${name}`, to: value };
}

function attribute({ attributes }: Element, wanted: string): string {
  return attributes.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())?.value ?? '';
}
