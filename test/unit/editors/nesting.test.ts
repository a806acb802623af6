import { expect, test } from 'vitest';
import { editors } from '../../../shared/engine/editors/index.ts';
import type { EditorName } from '../../../shared/engine/editors/index.ts';

const within = (open: string, close: string, count: number, inside: string) =>
  open.repeat(count) + inside + close.repeat(count);

// Each value has its whole path: forty kilobytes of one dotted key took four gigabytes.
test.each<[what: string, EditorName, textOf: (depth: number) => string]>([
  ['a dotted key', 'toml', (depth) => `${'a.'.repeat(depth)}c = 1\n`],
  ['a header', 'toml', (depth) => `[${'a.'.repeat(depth)}c]\nd = 1\n`],
  ['inline tables', 'toml', (depth) => `x = ${within('{ a = ', ' }', depth, '1')}\n`],
  ['objects', 'json', (depth) => within('{"a":', '}', depth, '1')],
  ['elements', 'mavenSettings', (depth) => `<settings>${within('<a>', '</a>', depth, '1')}</settings>`],
  ['elements', 'nugetConfig', (depth) => `<configuration>${within('<a>', '</a>', depth, '')}</configuration>`],
  ['maps', 'yaml', (depth) => `x: ${within('{a: ', '}', depth, 'b')}\n`],
])('%s of %s are read fifty deep, and refused twenty thousand deep', (_, name, textOf) => {
  expect(editors[name].read(textOf(50))).toMatchObject({ ok: true });
  expect(editors[name].read(textOf(20_000))).toMatchObject({ ok: false });
  expect(editors[name].read(textOf(150))).toMatchObject({ ok: false, error: { message: 'it is nested too deep' } });
});
