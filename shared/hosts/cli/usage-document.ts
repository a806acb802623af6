import type { CommanderError } from '@commander-js/extra-typings';
import { problemOf } from '../../contract/problem.ts';

/** True when a command line asks for a document, whatever is wrong with it otherwise. */
export function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const own = end === -1 ? argv : argv.slice(0, end);
  const [format] = own.flatMap((word, index) => (word === '--format' ? [own[index + 1]] : []));
  return own.includes('--json') || own.includes('--format=json') || format === 'json';
}

/** The document of a command line that can't be understood. */
export function usageDocument({ code, message }: CommanderError): string {
  const sentence = code.startsWith('commander.help') ? 'No command is named.' : message.replace(/^error: /, '');
  return JSON.stringify({ error: problemOf('invalidInput', sentence, { advice: 'See --help.' }) }, null, 2);
}
