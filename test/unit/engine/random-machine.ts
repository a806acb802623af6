import * as fc from 'fast-check';
import type { NewBinding } from '../../../shared/contract/requests.ts';
import { npmrcEditor } from '../../../shared/engine/editors/npmrc.ts';
import { pythonIniEditor } from '../../../shared/engine/editors/python-ini/python-ini.ts';
import type { Editor } from '../../../shared/engine/editors/editor.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { messyNpmrc, messyPipConf } from '../editors/messy-files.ts';
import { tokenIn } from '../../../shared/engine/secrets/token.ts';
import type { EntryPath } from '../../../shared/engine/editors/text/entry-path.ts';
import { documentIn, problemIn } from '../editors/editing.ts';
import { stepText } from '../../../shared/engine/editors/text/entry-path.ts';

/** A file that bindings want edited, with every entry that any of them may set in it. */
export type WalkedFile = { readonly name: string; readonly editor: Editor; readonly entries: readonly EntryPath[] };

const npmrcEntries: readonly EntryPath[] = [
  ['registry'],
  ['@acme:registry'],
  ['@pay:registry'],
  ['//d.example/npm/web/:_authToken'],
  ['//d.example/npm/tools/:_authToken'],
  ['//d.example/npm/pay/:_authToken'],
];
const pipEntries: readonly EntryPath[] = [['global', 'index-url']];

export const places: readonly WalkedFile[] = [
  { name: '.npmrc', editor: npmrcEditor, entries: npmrcEntries },
  { name: 'shop/.npmrc', editor: npmrcEditor, entries: npmrcEntries },
  { name: '.config/pip/pip.conf', editor: pythonIniEditor, entries: pipEntries },
  { name: 'shop/.venv/pip.conf', editor: pythonIniEditor, entries: pipEntries },
  { name: 'lab/venv/pip.conf', editor: pythonIniEditor, entries: pipEntries },
];

/** Bindings that share lines, tokens and files, and some that stand in each other's way. `pay` belongs to another profile. */
export function possibleBindings(home: CliHome): readonly NewBinding[] {
  const user = { project: 'user', client: 'npm', profile: 'work', domain: 'platform' } as const;
  const shop = { ...user, project: home.path('shop') } as const;
  const pay = { profile: 'other', domain: 'payments', repository: 'pay' } as const;
  return [
    { ...user, repository: 'web' },
    { ...user, repository: 'tools' },
    { ...user, repository: 'web', options: { scope: '@acme' } },
    { ...user, ...pay, options: { scope: '@pay' } },
    { ...user, repository: 'web', profile: 'other', domainOwner: '111122223333' },
    { ...shop, repository: 'web' },
    { ...shop, repository: 'tools', options: { scope: '@acme' } },
    { ...user, client: 'pip', repository: 'web' },
    { ...user, client: 'pip', repository: 'tools' },
    { ...shop, ...pay, client: 'pip' },
    { ...user, client: 'pip', repository: 'web', project: home.path('lab') },
  ];
}
export const BINDINGS = 11;

export type Move =
  | { readonly kind: 'on' | 'off' | 'login' | 'remove'; readonly binding: number }
  | { readonly kind: 'apply' | 'applyShown' | 'applyAndUndo' | 'undo' | 'discard' }
  | { readonly kind: 'refresh'; readonly hours: number }
  | { readonly kind: 'pass'; readonly hours: number }
  | { readonly kind: 'edit' | 'insert'; readonly place: number; readonly mark: number };

const binding = fc.nat(BINDINGS - 1);
const hours = fc.integer({ min: 0, max: 14 });
const place = fc.nat(places.length - 1);
const mark = fc.nat(2);

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('on' as const), binding }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('off' as const, 'login' as const), binding }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), binding }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom('apply' as const, 'applyShown' as const, 'applyAndUndo' as const) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('undo' as const, 'discard' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('refresh' as const, 'pass' as const), hours }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('edit' as const, 'insert' as const), place, mark }) },
);

export const moves = fc.array(move, { minLength: 1, maxLength: 14 });

/** What a file is before anyone comes: null for none. */
export type Original = { readonly text: string; readonly mode: number; readonly bom: boolean } | null;

const positions = fc.array(fc.nat(1000), { minLength: 3, maxLength: 3 });

/** Foreign lines that the walk may change, at the starts of any lines. */
function withMarks([text, where]: [string, number[]]): string {
  return where.reduce((marked, position, index) => {
    const starts = [0, ...[...marked.matchAll(/\r\n|\n|\r/g)].map((eol) => eol.index + eol[0].length)];
    const at = starts[position % starts.length]!;
    return `${marked.slice(0, at)}; foreign ${index}.0\n${marked.slice(at)}`;
  }, text);
}

function origin(files: fc.Arbitrary<string>, mayHaveBom: boolean): fc.Arbitrary<Original> {
  const text = fc.oneof(fc.tuple(files, positions).map(withMarks), files);
  const present = fc.record({
    text,
    mode: fc.constantFrom(0o600, 0o644, 0o640, 0o660),
    bom: mayHaveBom ? fc.constantFrom(false, false, true) : fc.constant(false),
  });
  return fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 4, arbitrary: present });
}

/** False where a token stands in a registry line: such a line is given up rather than restored (problem notRestorable). */
function isRestorable(text: string): boolean {
  return npmrcEntries
    .filter((entry) => !stepText(entry[0]).endsWith(':_authToken'))
    .every((entry) =>
      documentIn(npmrcEditor, text)
        .find(entry)
        .every(({ value }) => tokenIn(value) === null),
    );
}

/** One per place. Pip files that pip can't read are rare: they only show that nothing happens. */
export const origins: fc.Arbitrary<readonly Original[]> = fc.tuple(
  ...places.map(({ editor }) =>
    editor === npmrcEditor
      ? origin(messyNpmrc.filter(isRestorable), true)
      : origin(
          messyPipConf.filter((text) => problemIn(editor, text) === null || text.length % 11 === 0),
          false,
        ),
  ),
);
