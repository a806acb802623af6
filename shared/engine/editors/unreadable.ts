import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import { refusalOf } from './edit-text.ts';
import type { Editor, SyntaxProblem } from './editor.ts';

/** What keeps a client from reading a file: something in a line, or a byte order mark where it takes none. */
export type FileFault = SyntaxProblem | 'bom';

/** Null for a file that its clients read. */
export function faultIn(
  editor: Editor,
  { text, bom }: { readonly text: string; readonly bom: boolean },
): FileFault | null {
  return refusalOf(editor, text) ?? (bom && editor.bomIsFatal ? 'bom' : null);
}

/** The fault as a problem of a client; `path` as the reader of the problem knows the file. */
export function unreadableProblem(title: string, path: string, fault: FileFault): Problem {
  if (fault === 'bom') {
    return problemOf('fileInvalid', `${title} can't read ${path}: it begins with a byte order mark.`, {
      advice: 'Save the file as UTF-8 without a byte order mark.',
    });
  }
  const { line, message } = fault;
  return problemOf('fileInvalid', `${title} can't read ${path}: line ${line}: ${message}.`, {
    advice: `Correct line ${line}.`,
  });
}
