import { failed, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { readWhole } from './edit-text.ts';
import type { Document, Editor, SyntaxProblem } from './editor.ts';

/** What keeps a client from reading a file: something in a line, or a byte order mark where it takes none. */
export type Unreadable = SyntaxProblem | 'bom';

/** Reads a file's text as its clients do. */
export function readFound(
  editor: Editor,
  { text, bom }: { readonly text: string; readonly bom: boolean },
): Result<Document, Unreadable> {
  const document = readWhole(editor, text);
  return document.ok && bom && editor.bomIsFatal ? failed('bom') : document;
}

/** The fault as a problem of a client; `path` as the reader of the problem knows the file. */
export function unreadableProblem(title: string, path: string, fault: Unreadable): Problem {
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
