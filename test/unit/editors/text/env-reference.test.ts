import { expect, test } from 'vitest';
import { referenceIn, wholeReference } from '../../../../shared/engine/editors/text/env-reference.ts';
import type { ReferenceForm } from '../../../../shared/engine/editors/text/env-reference.ts';

const ALL: readonly ReferenceForm[] = ['braces', 'optional', 'default', 'dollar', 'percent', 'maven'];

test.each<[string, string, ReferenceForm]>([
  ['${NPM_TOKEN}', 'NPM_TOKEN', 'braces'],
  ['${X?}', 'X', 'optional'],
  ['${X-default}', 'X', 'default'],
  ['${X:-}', 'X', 'default'],
  ['${env.X}', 'X', 'maven'],
  ['https://aws:${CODEARTIFACT_AUTH_TOKEN}@d.example/simple/', 'CODEARTIFACT_AUTH_TOKEN', 'braces'],
  ['Bearer ${A}', 'A', 'braces'],
  ['https://${HOST}/npm/web/', 'HOST', 'braces'],
  ['\\\\${X}', 'X', 'braces'],
  ['$CODEARTIFACT_AUTH_TOKEN', 'CODEARTIFACT_AUTH_TOKEN', 'dollar'],
  ['https://aws:$TOKEN@d.example/simple/', 'TOKEN', 'dollar'],
  ['%CODEARTIFACT_AUTH_TOKEN%', 'CODEARTIFACT_AUTH_TOKEN', 'percent'],
  ['https://%HOST%/nuget/web/', 'HOST', 'percent'],
])('[placeholder] %s refers to %s where the client fills in %s, and is text elsewhere', (value, variable, form) => {
  expect(referenceIn(value, [form])?.variable).toBe(variable);
  const others = ALL.filter((other) => other !== form);
  expect(referenceIn(value, others)?.variable ?? null).toBeNull();
  expect(referenceIn(value)).toBeNull();
});

test.each(['${X?}', '${X-}', '${X:-y}'])('something stands in for the variable of %s', (value) => {
  expect(referenceIn(value, ALL)).toEqual({ variable: 'X', isNeeded: false });
});

test.each(['abc${SECRET3}def', 'Bearer a${SECRET3}', 'https://u:abc${SECRET3}def@d.example/', '${SECRET3}${X}'])(
  'what looks like a variable within %s may be a piece of a secret, and is not named',
  (value) => {
    expect(referenceIn(value, ALL)).toMatchObject({ variable: null });
    expect(wholeReference(value, ALL)).toBeNull();
  },
);

test('a property of Maven is a reference, but to no variable', () => {
  expect(referenceIn('${server.password}', ['maven'])).toEqual({ variable: null, isNeeded: true });
});

test.each([
  '',
  'https://d.example/%C3%A9/%AB%CD',
  'a$b',
  '$1',
  '100%',
  'a%b',
  '%%',
  'https://d.example/$X/',
  '${}',
  '${X',
  '\\${X}',
  'a.b-c_d',
  'tok$SECRET2',
])('%s is literal', (value) => {
  expect(referenceIn(value, ['braces', 'optional', 'default', 'dollar', 'percent'])).toBeNull();
});
