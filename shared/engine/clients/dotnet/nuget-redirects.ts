import { readXml } from '../../editors/xml/document.ts';
import type { Element } from '../../editors/xml/document.ts';
import { lineFinder } from '../../editors/text/lines.ts';
import type { ClientBinding, InspectContext, Redirected } from '../client.ts';
import { isOff, redirectFound, sameAddress } from '../parts/redirects.ts';
import type { Redirect, RedirectedBy } from '../parts/redirects.ts';

/**
 * Whose file it is: a project's, which is nearer than ours; the user's beside ours, where what the client uses says already which line of
 * one name counts; or the user's beyond a project that has ours, so that the name leads there in every other folder.
 */
type Place = 'project' | 'judged' | 'outside';

/** Sources of our name that are somewhere else, and what leads to any source. */
export async function nugetRedirects(
  path: string,
  binding: ClientBinding,
  name: string,
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Redirected[]> {
  const place = by.isProjects ? 'project' : binding.projectPath === null ? 'judged' : 'outside';
  const text = await context.read(path);
  const xml = text === null ? null : await context.parsed(path, readXml);
  if (text === null || xml === null || !xml.ok || xml.value === null) return [];
  const lineOf = lineFinder(text);
  return xml.value.elements.flatMap((section) =>
    section.elements.flatMap((element) => {
      const redirect = redirectOf(section.name, element, name, binding.endpoint, place);
      const setting = `${section.name} ${attribute(element, 'key')}`;
      return redirect === null ? [] : [redirectFound(redirect, setting, path, lineOf(element.start), by, context)];
    }),
  );
}

function redirectOf(section: string, element: Element, name: string, endpoint: string, place: Place): Redirect | null {
  const key = attribute(element, 'key').toLowerCase();
  const value = attribute(element, 'value');
  if (section === 'config') return /^https?_proxy$/.test(key) && value !== '' ? { does: 'proxy' } : null;
  if (section !== 'packageSources' || key !== name.toLowerCase()) return null;
  const unchecked = attribute(element, 'disableTLSCertificateValidation');
  if (unchecked !== '' && !isOff(unchecked)) return { does: 'uncheck' };
  const isOurs = [endpoint, `${endpoint}v3/index.json`].some((ours) => sameAddress(value, ours));
  if (isOurs || value === '' || place === 'judged') return null;
  return { does: place === 'outside' ? 'renameOutside' : 'rename', name: `the source ${name}`, to: value };
}

function attribute({ attributes }: Element, wanted: string): string {
  return attributes.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())?.value ?? '';
}
