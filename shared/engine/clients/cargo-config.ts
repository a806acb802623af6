import { editors } from '../editors/index.ts';
import type { ClientContext } from './client.ts';
import { pathsOf } from './parts/folders.ts';

/** Files that include others in turn: more of them are not looked into. */
const MOST_INCLUDED = 50;

/** The file that cargo reads: the one without an extension when it is there. */
export async function fileIn(folder: string, name: string, { environment, exists }: ClientContext): Promise<string> {
  const legacy = pathsOf(environment).join(folder, name);
  return (await exists(legacy)) ? legacy : `${legacy}.toml`;
}

/**
 * The config of a `.cargo` folder and what it includes, strongest first: who includes beats what is included, and of several the last
 * counts (seen with 1.95, which is the first to take `include` for everybody with 1.94).
 */
export async function configsIn(folder: string, context: ClientContext): Promise<readonly string[]> {
  const files: string[] = [];
  const add = async (file: string): Promise<void> => {
    if (files.includes(file) || files.length > MOST_INCLUDED) return;
    files.push(file);
    const included = includesOf((await context.read(file)) ?? '');
    for (const path of included.toReversed()) {
      await add(pathsOf(context.environment).resolve(pathsOf(context.environment).dirname(file), path));
    }
  };
  await add(await fileIn(folder, 'config', context));
  return files;
}

/** The paths of `include = ["a.toml", { path = "b.toml", optional = true }]`, which cargo wants to end in `.toml`. */
function includesOf(text: string): readonly string[] {
  if (!text.includes('include')) return [];
  const document = editors.toml.read(text);
  if (!document.ok) return [];
  return (document.value.parts?.() ?? []).flatMap(({ kind, name, start, end }) => {
    const isPath = kind === 'value' && (name === 'include' || name === 'include.path');
    const path = isPath ? stringOf(text.slice(start, end)) : '';
    return path.endsWith('.toml') ? [path] : [];
  });
}

/** What a TOML string says. */
function stringOf(literal: string): string {
  const document = editors.toml.read(`x = ${literal}`);
  return document.ok ? (document.value.entries()[0]?.value ?? '') : '';
}
