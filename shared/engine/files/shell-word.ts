import { realFileSystem } from './file-system.ts';

/** A word of a command that people copy, quoted where their shell would take it for more than one or for something else. */
export function shellWord(text: string, { platform } = realFileSystem): string {
  const isWindows = platform === 'win32';
  if ((isWindows ? /^[\w@+=:,./\\-]+$/ : /^[\w@%+=:,./-]+$/).test(text)) return text;
  return isWindows ? `"${text}"` : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
