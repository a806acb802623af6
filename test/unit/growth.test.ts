import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnoseText } from '../../shared/engine/doctor/diagnose.ts';
import { applySplices, capture, editText, restore } from '../../shared/engine/editors/edit-text.ts';
import { editors } from '../../shared/engine/editors/index.ts';
import type { EditorName } from '../../shared/engine/editors/index.ts';
import { lineShower } from '../../shared/engine/editors/shown-lines.ts';
import { splitLines } from '../../shared/engine/editors/text/lines.ts';
import type { EntryPath } from '../../shared/engine/editors/text/entry-path.ts';
import { lineDiff } from '../../shared/engine/plan/line-diff.ts';
import { addressesIn } from '../../shared/engine/scan/address.ts';
import { hitsIn } from '../../shared/engine/scan/hits.ts';
import { loginsOf } from '../../shared/engine/scan/logins.ts';
import { shellWords } from '../../shared/engine/scan/shell-words.ts';
import { clients } from '../../shared/engine/clients/index.ts';
import { maskSecrets } from '../../shared/engine/secrets/mask.ts';
import { tokensIn } from '../../shared/engine/secrets/token.ts';
import { NOTHING_KNOWN } from '../../shared/engine/secrets/show-value.ts';
import { worstFiles, worstTexts } from '../fixtures/worst-texts.ts';
import type { Repeated } from '../fixtures/worst-texts.ts';

const SMALL = 3000;
const TIMES = 8;
/** Eight texts take about as long as one of their length, and that one eight times as long where the square of it counts. */
const MOST = 3;
/** Shorter times, in milliseconds of the processor, say nothing: they grow with what the machine does besides. */
const TELLING = 12;

function textOf([start, unit, end = '']: Repeated, length: number): string {
  const count = Math.max(1, Math.floor(length / unit.length));
  const units = unit.includes('{i}')
    ? Array.from({ length: count }, (_, index) => unit.replaceAll('{i}', String(index))).join('')
    : unit.repeat(count);
  return start + units + end;
}

/** Milliseconds of the processor. */
function costOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** How many times as long one long text takes as several of the same length together, the best of a few; 1 where it takes no time worth speaking of. */
function growthOf(repeated: Repeated, workOn: (text: string) => void): number {
  const [small, large] = [textOf(repeated, SMALL), textOf(repeated, SMALL * TIMES)];
  let asOne = costOf(() => workOn(large));
  let inPieces = Infinity;
  for (let round = 0; round < 3 && asOne > TELLING && !(asOne / inPieces < MOST); round += 1) {
    const pieces = costOf(() => {
      for (let piece = 0; piece < TIMES; piece += 1) workOn(small);
    });
    inPieces = Math.min(inPieces, pieces);
    if (round > 0)
      asOne = Math.min(
        asOne,
        costOf(() => workOn(large)),
      );
  }
  return asOne > TELLING ? asOne / inPieces : 1;
}

/** All that is done with a file: read, listed, shown, compared; its entry set and brought back. */
function workThrough(name: EditorName, entry: EntryPath, text: string): void {
  const editor = editors[name];
  const read = editor.read(text);
  if (!read.ok) return;
  const document = read.value;
  document.entries();
  const showLine = lineShower(document, NOTHING_KNOWN);
  for (const index of splitLines(text).keys()) showLine(index);
  const before = capture(document, entry);
  const edited = editor.read(applySplices(text, document.set(entry, 'https://d.example/')));
  if (edited.ok) restore(edited.value, entry, before);
  const changed = editText(editor, text, [{ kind: 'set', entry, value: 'https://d.example/' }]);
  if (changed.ok) lineDiff('a', 'a', text, changed.value);
}

/** What means something to one reader or another. */
const fragments = fc.oneof(
  fc.constantFrom(
    ' ',
    '\n',
    '\r',
    '\r\n',
    '\t',
    '"',
    "'",
    '#',
    '=',
    '\\',
    '{',
    '}',
    '[',
    ']',
    '(',
    '<',
    '>',
    '-',
    '/',
    '.',
    ',',
  ),
  fc.constantFrom(
    'a',
    'a{i}',
    'a=1',
    'a: b',
    '# c\n',
    '; c\n',
    '${X}',
    '$(',
    '`',
    '<a>',
    '</a>',
    '<!--',
    '-->',
    '&amp;',
    '//u:p@h/',
  ),
  fc.constantFrom(
    '-----BEGIN A-----\n',
    'password=',
    'password ',
    '<password>',
    'token = "',
    '_auth',
    '😀',
    '\u2028',
    'k{i}: v\n',
  ),
);
const anyUnit = fc.array(fragments, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(''));

function expectLinear(repeated: Repeated, workOn: (text: string) => void): void {
  expect(growthOf(repeated, workOn), JSON.stringify(repeated)).toBeLessThan(MOST);
}

describe.each(Object.entries(worstFiles))('the time that %s takes', (key, { entry, repeated }) => {
  const name = key as EditorName;
  const work = (text: string) => workThrough(name, entry, text);

  test.each(repeated.map((one) => [one]))('grows with the file: %j', (one) => {
    expectLinear(one, work);
  });

  test('grows with the file, whatever is repeated where', () => {
    const places = fc.constantFrom(...repeated.map(([start, , end = '']) => [start, end] as const));
    fc.assert(
      fc.property(places, anyUnit, ([start, end], unit) => expectLinear([start, unit, end], work)),
      { numRuns: 4 },
    );
  });
});

describe.each([
  ['maskSecrets', (text: string) => void maskSecrets(text)],
  ['explain-error', (text: string) => void diagnoseText(text)],
  ['the look for addresses', (text: string) => void addressesIn(text, [new URL('http://localhost:4566')])],
  ['the look for tokens', (text: string) => void tokensIn(text)],
  ['the reader of command lines', (text: string) => void shellWords(text)],
])('the time that %s takes', (_, work) => {
  test.each(worstTexts.map((one) => [JSON.stringify(one).slice(0, 60), one] as const))(
    'grows with the text: %s',
    (_label, one) => {
      expectLinear(one, work);
    },
  );

  test('grows with the text, whatever is repeated', () => {
    fc.assert(
      fc.property(fc.constantFrom(...worstTexts), anyUnit, ([start], unit) => expectLinear([start, unit], work)),
      { numRuns: 10 },
    );
  });
});

test.each<[Repeated]>([
  [['', '//h{i}/:_authToken=x\n']],
  [['', '@s{i}:registry=https://a-111122223333.d.codeartifact.us-east-1.amazonaws.com/npm/b{i}/\n']],
])('the time that a scan takes grows with the file: %j', (one) => {
  expectLinear(one, (text) => {
    const read = editors.npmrc.read(text);
    if (!read.ok) return;
    const place = { path: '.npmrc', editor: 'npmrc', document: read.value, readers: clients, project: null } as const;
    loginsOf(hitsIn(place, []) ?? []);
  });
});
