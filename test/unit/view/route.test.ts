import { expect, test } from 'vitest';
import { pageRoute, readRoute } from '../../../shared/view/route.ts';

test('a row with any name is found again by its address', () => {
  expect(pageRoute('tokens')).toBe('#/tokens');
  expect(pageRoute('tokens', 'work/eu-west-1/a b')).toBe('#/tokens/work%2Feu-west-1%2Fa%20b');
  expect(readRoute(pageRoute('projects', 'a/b ü'))).toEqual({ page: 'projects', row: 'a/b ü' });
  expect(readRoute(pageRoute('doctor'))).toEqual({ page: 'doctor', row: null });
});

test.each([
  ['', { page: '', row: null }],
  ['#', { page: '', row: null }],
  ['#doctor', { page: 'doctor', row: null }],
  ['#/tokens/%E0%A4%A', { page: 'tokens', row: null }],
])('the address "%s" of somebody else is read as far as it goes', (hash, route) => {
  expect(readRoute(hash)).toEqual(route);
});
