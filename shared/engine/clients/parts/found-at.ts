import type { Finding } from '../../../contract/doctor.ts';
import type { Problem } from '../../../contract/problem.ts';
import { displayPath } from '../../files/display-path.ts';
import type { ClientContext } from '../client.ts';
import { lineAt } from '../../editors/text/lines.ts';

/** Where in a text something was found. */
type TextPosition = { readonly path: string; readonly text: string; readonly offset: number };

/** A finding at a line of a file; its problem is told how people write that place. */
export function foundAt(
  severity: Finding['severity'],
  { path, text, offset }: TextPosition,
  context: ClientContext,
  problem: (place: string) => Problem,
): Finding {
  return foundAtLine(severity, path, lineAt(text, offset), context, problem);
}

/** The same for a line that is known. */
export function foundAtLine(
  severity: Finding['severity'],
  path: string,
  line: number,
  { environment }: ClientContext,
  problem: (place: string) => Problem,
): Finding {
  const name = displayPath(path, environment.home);
  return { severity, problem: problem(`${name} line ${line}`), origin: { name, path, line } };
}

/** A finding about a whole file. */
export function foundIn(
  severity: Finding['severity'],
  path: string,
  { environment }: ClientContext,
  problem: (file: string) => Problem,
): Finding {
  const name = displayPath(path, environment.home);
  return { severity, problem: problem(name), origin: { name, path, line: 1 } };
}
