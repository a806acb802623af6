import { z } from 'zod';
import type { Editor } from './editor.ts';
import { npmrcEditor } from './npmrc.ts';
import { pythonIniEditor } from './python-ini.ts';

/** Names of the file formats; the journal stores them, so a name never changes. */
export const editorName = z.enum(['npmrc', 'pythonIni']);
export type EditorName = z.infer<typeof editorName>;

export const editors: Readonly<Record<EditorName, Editor>> = { npmrc: npmrcEditor, pythonIni: pythonIniEditor };
