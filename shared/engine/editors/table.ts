import { z } from 'zod';
import type { Editor } from './editor.ts';
import { npmrcEditor } from './npmrc.ts';
import { pythonIniEditor } from './python-ini.ts';

/** The file formats by name; the journal stores the names, so one never changes. */
const table = { npmrc: npmrcEditor, pythonIni: pythonIniEditor };

export type EditorName = keyof typeof table;
export const editors: Readonly<Record<EditorName, Editor>> = table;
export const editorName = z.enum(Object.keys(table) as [EditorName, ...EditorName[]]);
