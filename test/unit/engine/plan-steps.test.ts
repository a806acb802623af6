import { describe, expect, test } from 'vitest';
import { jsonEditor } from '../../../shared/engine/editors/json.ts';
import { npmrcEditor } from '../../../shared/engine/editors/npmrc.ts';
import type { JournalEntry } from '../../../shared/engine/state/journal.ts';
import { planSteps } from '../../../shared/engine/plan/plan-file.ts';
import type { FileSituation, Step } from '../../../shared/engine/plan/plan-file.ts';
import { fingerprintOf } from '../../../shared/engine/state/ledger.ts';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';
import { TOKEN_SLOT } from '../../../shared/engine/secrets/slot.ts';
import { documentIn } from '../editors/editing.ts';
import { stepText } from '../../../shared/engine/editors/text/entry-path.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-20T10:00:00.000Z');
const KEY = '//d.example/npm/web/:_authToken';
const URL = 'https://d.example/npm/web/';

function aToken(issuedAt: number, mark = 'A'): string {
  const isu = issuedAt / 1000;
  return aCodeArtifactToken({ isu, exp: isu + 43_200, length: 300 }).replace(/[^.]+$/, mark);
}
const newest = aToken(NOW - HOUR);
const older = aToken(NOW - 9 * HOUR);
const later = aToken(NOW - HOUR / 2, 'B');

function ledgerOf(token: string | null): FileSituation['ledger'] {
  if (token === null) return { version: 1, tokens: {} };
  const times = { issuedAt: NOW - HOUR, expiresAt: NOW + 11 * HOUR, serviceAhead: 0 };
  return { version: 1, tokens: { t: { token: { fingerprint: fingerprintOf(token), ...times }, failure: null } } };
}

const registry = { entry: ['registry'], value: URL, tokenId: null, bindings: ['b'] };
const accepting = { ...registry, equivalents: ['https://same.example/'] };
const token = { entry: [KEY], value: TOKEN_SLOT, tokenId: 't', bindings: ['b'] };

function journalled(wanted: typeof registry | typeof token, more: Partial<JournalEntry> = {}): JournalEntry {
  const { entry, value, tokenId, bindings } = wanted;
  return { entry, before: { kind: 'absent', depth: 0 }, after: value, tokenId, bindings, ...more };
}

function stepsOf(text: string, more: Partial<FileSituation>): readonly Step[] {
  const situation = { path: '/home/ann/.npmrc', editor: npmrcEditor, desired: [], journal: [] };
  const document = documentIn(more.editor ?? npmrcEditor, text);
  return planSteps({ ...situation, document, ledger: ledgerOf(newest), now: NOW, ...more });
}

const absent = { kind: 'absent', depth: 0 };
const slot = { kind: 'present', raws: [TOKEN_SLOT] };

describe('an entry that a binding wants', () => {
  test.each<[string, string, Partial<FileSituation>, object]>([
    ['is set where there is none', '', { desired: [registry] }, { kind: 'set', before: absent, refresh: false }],
    ['is kept where it stands already', `registry=${URL}`, { desired: [registry] }, { kind: 'keep' }],
    [
      'replaces another value, which is noted as it was written',
      'registry = "https://x.example/" ; mine',
      { desired: [registry] },
      { kind: 'set', before: { kind: 'present', raws: ['"https://x.example/"'] }, refresh: false },
    ],
    [
      'replaces every duplicate',
      `registry=https://x.example/\nregistry=${URL}`,
      { desired: [registry] },
      { kind: 'set', before: { kind: 'present', raws: ['https://x.example/', URL] } },
    ],
    [
      'is refused where a placeholder stands',
      'registry=${REGISTRY}',
      { desired: [registry], references: ['braces'] },
      { kind: 'refuse', problem: { code: 'envManaged' } },
    ],
    [
      'is refused where a placeholder of a form stands that its client knows',
      'registry=%REGISTRY%',
      { desired: [registry], references: ['percent'] },
      { kind: 'refuse', problem: { code: 'envManaged' } },
    ],
    [
      'replaces what only another client would take for a placeholder',
      'registry=%REGISTRY%',
      { desired: [registry], references: ['dollar'] },
      { kind: 'set', before: { kind: 'present', raws: ['%REGISTRY%'] } },
    ],
    [
      'is refused where a placeholder is one of several duplicates, even if it is ours otherwise',
      `registry=${URL}\nregistry=\${REGISTRY?}`,
      { desired: [registry], journal: [journalled(registry)], references: ['braces', 'optional'] },
      { kind: 'refuse' },
    ],
    [
      'is kept where another value stands that does as well',
      'registry=https://same.example/',
      { desired: [accepting] },
      { kind: 'keep', value: URL },
    ],
    [
      'is kept where such a value came beside its own since',
      `registry=${URL}\nregistry=https://same.example/`,
      { desired: [accepting], journal: [journalled(accepting)] },
      { kind: 'keep', value: URL },
    ],
    [
      'is set where one of several duplicates is neither its own nor such a value',
      'registry=https://same.example/\nregistry=https://x.example/',
      { desired: [accepting] },
      { kind: 'set', before: { kind: 'present', raws: ['https://same.example/', 'https://x.example/'] } },
    ],
    [
      'is set again over what its user wrote since, and theirs is what comes back',
      'registry=https://mine.example/',
      { desired: [registry], journal: [journalled(registry)] },
      { kind: 'set', before: { kind: 'present', raws: ['https://mine.example/'] }, refresh: false, replaces: [] },
    ],
    [
      'takes the place of an earlier one of ours, and what stood there before both stays noted',
      'registry=https://d.example/npm/tools/',
      {
        desired: [registry],
        journal: [
          journalled(registry, {
            after: 'https://d.example/npm/tools/',
            bindings: ['other'],
            before: { kind: 'present', raws: ['original'] },
          }),
        ],
      },
      { kind: 'set', before: { kind: 'present', raws: ['original'] }, replaces: ['other'] },
    ],
    [
      'takes the place of one of ours that should have been replaced when writing failed',
      'registry=https://d.example/npm/tools/',
      {
        desired: [registry],
        journal: [
          journalled(registry, {
            earlier: [{ after: 'https://d.example/npm/tools/', tokenId: null, bindings: ['other'] }],
            before: { kind: 'present', raws: ['original'] },
          }),
        ],
      },
      { kind: 'set', before: { kind: 'present', raws: ['original'] }, replaces: ['other'] },
    ],
  ])('%s', (_, text, situation, expected) => {
    expect(stepsOf(text, situation)).toMatchObject([{ ...expected, entry: ['registry'], bindings: ['b'] }]);
  });
});

describe('an entry that goes beside one of ours', () => {
  const path = (...names: string[]) => ['$', 'registries', ...names];
  const wanted = { ...registry, entry: path('acme', 'url') };
  const text = `{"registries":{"other":{"url":"${URL}"}}}`;
  const beforeOf = (before: JournalEntry['before'], entry: readonly string[] = path('other', 'url')) => {
    const ours = journalled({ ...registry, entry: [...entry], bindings: ['other'] }, { before });
    const steps = stepsOf(text, { editor: jsonEditor, desired: [wanted], journal: [ours] });
    return steps.find((step) => step.entry === wanted.entry);
  };

  test.each<[string, JournalEntry['before'], object]>([
    ['leaves with the container that we made for the other', { kind: 'absent', depth: 0 }, { depth: 0 }],
    ['leaves with what we made within a container that was there', { kind: 'absent', depth: 1 }, { depth: 1 }],
    ['leaves alone in a container that was there before both', { kind: 'absent', depth: 2 }, { depth: 2 }],
    ['leaves alone where the other only replaced a value', { kind: 'present', raws: ['"x"'] }, { depth: 2 }],
  ])('%s', (_, before, expected) => {
    expect(beforeOf(before)).toMatchObject({ kind: 'set', before: { kind: 'absent', ...expected } });
  });

  test('leaves alone when the other stands elsewhere', () => {
    expect(beforeOf({ kind: 'absent', depth: 1 }, ['$', 'version'])).toMatchObject({ before: { depth: 2 } });
  });
});

describe('a line with a token', () => {
  const ours = { desired: [token], journal: [journalled(token)] };
  test.each<[string, string, Partial<FileSituation>, object]>([
    ['that holds the newest token is kept', newest, ours, { kind: 'keep' }],
    [
      'that is ours and holds an older token is refreshed',
      older,
      ours,
      { kind: 'set', refresh: true, before: absent, replaces: [] },
    ],
    [
      'that is ours and whose token has ended is refreshed',
      newest,
      { ...ours, now: NOW + 11 * HOUR },
      { refresh: true },
    ],
    ['that is ours and holds a later token from elsewhere is kept', later, ours, { kind: 'keep' }],
    [
      'that is ours and holds a later token from elsewhere that has ended too is refreshed',
      later,
      { ...ours, now: NOW + 13 * HOUR },
      { refresh: true },
    ],
    [
      'that is ours and holds a token that nothing is known of is kept while that says it lives',
      older,
      { ...ours, ledger: ledgerOf(null) },
      { kind: 'keep' },
    ],
    [
      'that was there before us is set, and its token is not noted',
      older,
      { desired: [token] },
      { kind: 'set', refresh: false, before: slot },
    ],
    [
      'that was there before us is set even if its token is the later one',
      later,
      { desired: [token] },
      { kind: 'set', refresh: false, before: slot },
    ],
    [
      'that was written for another profile is set, which needs consent',
      newest,
      { desired: [token], journal: [journalled({ ...token, tokenId: 'other', bindings: ['other'] })] },
      { kind: 'set', refresh: false, before: absent, replaces: ['other'] },
    ],
    [
      'that its user replaced by another secret is set, which needs consent',
      'their-secret',
      ours,
      { kind: 'set', refresh: false, before: { kind: 'present', raws: ['their-secret'] } },
    ],
    [
      'that its user replaced by a variable is refused',
      '${CODEARTIFACT_AUTH_TOKEN}',
      { ...ours, references: ['braces'] },
      { kind: 'refuse', problem: { code: 'envManaged' } },
    ],
  ])('%s', (_, value, situation, expected) => {
    expect(stepsOf(`${KEY}=${value}\n`, situation)).toMatchObject([{ ...expected, entry: [KEY] }]);
  });

  test('never gets a token into the plan', () => {
    for (const value of [older, newest, later]) {
      for (const situation of [ours, { desired: [token] }, { journal: [journalled(token)] }]) {
        expect(JSON.stringify(stepsOf(`${KEY}=${value}\n`, situation))).not.toContain(value.slice(0, 40));
      }
    }
  });
});

describe('an entry that no binding wants any more', () => {
  const original = { before: { kind: 'present' as const, raws: ['original'] } };
  test.each<[string, string, JournalEntry, object]>([
    [
      'goes back to what stood there when it is as we wrote it',
      `registry=${URL}`,
      journalled(registry, original),
      { kind: 'restore', before: original.before },
    ],
    ['leaves when nothing stood there', `registry=${URL}`, journalled(registry), { kind: 'restore', before: absent }],
    [
      'stays as its user changed it, and that is said',
      'registry=https://mine.example/',
      journalled(registry, original),
      { kind: 'forget', warning: { code: 'changedByUser' } },
    ],
    [
      'stays when a duplicate was added, and that is said',
      `registry=${URL}\nregistry=https://mine.example/`,
      journalled(registry),
      { kind: 'forget', warning: { code: 'changedByUser' } },
    ],
    [
      'leaves with a duplicate that holds a value that did as well',
      `registry=${URL}\nregistry=https://same.example/`,
      journalled(registry, { equivalents: accepting.equivalents }),
      { kind: 'restore', before: absent },
    ],
    [
      'is forgotten without a word when it is gone',
      '',
      journalled(registry, original),
      { kind: 'forget', warning: null },
    ],
    [
      'stays as it is when a token stood there that was not kept, and that is said',
      `registry=${URL}`,
      journalled(registry, { before: { kind: 'present', raws: [`https://aws:${TOKEN_SLOT}@x.example/`] } }),
      { kind: 'forget', warning: { code: 'notRestorable' } },
    ],
    [
      'is forgotten without a word when it was restored already',
      'registry=original',
      journalled(registry, original),
      { kind: 'forget', warning: null },
    ],
    [
      'goes back when an earlier value of ours still stands there, because the last write failed',
      'registry=https://d.example/npm/tools/',
      journalled(registry, {
        ...original,
        earlier: [{ after: 'https://d.example/npm/tools/', tokenId: null, bindings: ['other'] }],
      }),
      { kind: 'restore', before: original.before, bindings: ['other'] },
    ],
  ])('%s', (_, text, entry, expected) => {
    expect(stepsOf(text, { journal: [entry] })).toMatchObject([{ ...expected, entry: ['registry'] }]);
  });

  test('goes back whatever token stands in it by now', () => {
    expect(stepsOf(`${KEY}=${later}`, { journal: [journalled(token)] })).toMatchObject([
      { kind: 'restore', tokenId: 't' },
    ]);
  });
});

describe('an entry that its object is refused without', () => {
  const entryOf = (path: readonly string[], after: string, requiredBy: number, depth = 0): JournalEntry => {
    const entry = ['$', ...path];
    return { entry, after, requiredBy, before: { kind: 'absent', depth }, tokenId: null, bindings: ['b'] };
  };
  const version = entryOf(['version'], '1', 1);
  const url = entryOf(['registries', 'acme', 'url'], URL, 3);
  const registries = (more: string, others = '') =>
    `{"registries":{"acme":{"url":"${URL}"${more}}${others}},"version":1}`;
  const kinds = (text: string, journal: readonly JournalEntry[]) =>
    stepsOf(text, { editor: jsonEditor, journal }).map(({ kind, entry }) => `${kind} ${stepText(entry.at(-1))}`);

  test('leaves with what we wrote around it', () => {
    expect(kinds(registries(''), [version, url])).toEqual(['restore version', 'restore url']);
  });

  test('stays, and so does what that needs, where somebody added something beside it, and that is said', () => {
    const text = registries(',"supportsAvailability":false');
    expect(kinds(text, [version, url])).toEqual(['forget version', 'forget url']);
    expect(stepsOf(text, { editor: jsonEditor, journal: [url] })).toMatchObject([
      { warning: { code: 'changedByUser', message: expect.stringContaining('needs it') } },
    ]);
  });

  test('stays only where it is needed', () => {
    const other = registries('', ',"other":{"url":"https://o.example/"}');
    expect(kinds(other, [version, url])).toEqual(['forget version', 'restore url']);
  });

  test('leaves where the object was there without it before us', () => {
    expect(kinds('{"version":1,"mine":true}', [{ ...version, before: { kind: 'absent', depth: 1 } }])).toEqual([
      'restore version',
    ]);
  });
});
