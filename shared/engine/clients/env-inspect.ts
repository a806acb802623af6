import type { Finding } from '../../contract/doctor.ts';
import { problemOf } from '../../contract/problem.ts';
import { displayPath } from '../files/display-path.ts';
import type { InspectContext } from './client.ts';
import { pathsOf } from './parts/folders.ts';

/** What an image is built by, in the folder that is sent to the builder as a whole. */
const DOCKERFILES = ['Dockerfile', 'Containerfile'];

/** A copy of all that is there, and not of what another stage has. */
const COPIES_ALL = /^[ \t]*(?:COPY|ADD)[ \t]+(?:--(?!from)\S+[ \t]+)*(?:\.\/?|\[[ \t]*"\.\/?"[ \t]*,)[ \t]/im;

/** An image that a project's file with the token would go into, since its Dockerfile copies the whole folder and nothing leaves it out. */
export async function inImages(file: string, project: string, context: InspectContext): Promise<readonly Finding[]> {
  const paths = pathsOf(context.environment);
  const name = paths.relative(project, file).replaceAll('\\', '/');
  const findings: Finding[] = [];
  for (const dockerfile of DOCKERFILES.map((one) => paths.join(project, one))) {
    const text = await context.read(dockerfile);
    if (text === null || !COPIES_ALL.test(text)) continue;
    // A list of the Dockerfile's own stands for that of the folder.
    const own = await context.read(`${dockerfile}.dockerignore`);
    const left = own ?? (await context.read(paths.join(project, '.dockerignore'))) ?? '';
    if (isLeftOut(name, left)) continue;
    const shown = displayPath(dockerfile, context.environment.home);
    const list = own === null ? '.dockerignore' : `${paths.basename(dockerfile)}.dockerignore`;
    const message = `${shown} copies its whole folder into an image, and ${name} with the token along with it.`;
    const problem = problemOf('secretExposed', message, { advice: `Add the line "${name}" to ${list} beside it.` });
    findings.push({ severity: 'warning', problem, origin: { name: shown, path: dockerfile, line: null } });
  }
  return findings;
}

/** As Docker reads the list: the last line that means the file or a folder around it counts. */
function isLeftOut(name: string, list: string): boolean {
  const steps = name.split('/');
  const places = steps.map((_, index) => steps.slice(0, index + 1).join('/'));
  let isOut = false;
  for (const line of list.split(/\r?\n/)) {
    const [, sign = '', pattern = ''] = /^(!?)\s*\/?(.*?)\/?$/.exec(line.trim()) ?? [];
    if (pattern === '' || line.startsWith('#')) continue;
    if (places.some((place) => matches(pattern, place))) isOut = sign === '';
  }
  return isOut;
}

function matches(pattern: string, place: string): boolean {
  const source = pattern.replaceAll(/\*\*\/|\*+|\?|[^*?]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part.startsWith('*')) return part.length > 1 ? '.*' : '[^/]*';
    return part === '?' ? '[^/]' : part.replace(/[.+^${}()|[\]\\]/, String.raw`\$&`);
  });
  return new RegExp(`^${source}$`).test(place);
}
