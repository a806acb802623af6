import { expect, test } from 'vitest';
import { referencedVariable } from '../../../../shared/engine/editors/text/env-reference.ts';

test.each([
  ['${NPM_TOKEN}', 'NPM_TOKEN'],
  ['${X?}', 'X'],
  ['${X-default}', 'X'],
  ['${X:-}', 'X'],
  ['${env.X}', 'env.X'],
  ['https://aws:${CODEARTIFACT_AUTH_TOKEN}@d.example/simple/', 'CODEARTIFACT_AUTH_TOKEN'],
  ['Bearer ${A} ${B}', 'A'],
  ['\\\\${X}', 'X'],
])('[placeholder] %s refers to %s', (value, name) => {
  expect(referencedVariable(value)).toBe(name);
});

test.each([
  ['$CODEARTIFACT_AUTH_TOKEN', 'CODEARTIFACT_AUTH_TOKEN', 'dollar'],
  ['https://aws:$TOKEN@d.example/simple/', 'TOKEN', 'dollar'],
  ['%CODEARTIFACT_AUTH_TOKEN%', 'CODEARTIFACT_AUTH_TOKEN', 'percent'],
  ['https://%HOST%/nuget/web/', 'HOST', 'percent'],
] as const)(
  '[placeholder] %s refers to %s where the client knows the form with a %s, and is text elsewhere',
  (value, name, form) => {
    expect(referencedVariable(value, [form])).toBe(name);
    expect(referencedVariable(value, form === 'dollar' ? ['percent'] : ['dollar'])).toBeNull();
    expect(referencedVariable(value)).toBeNull();
  },
);

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
])('%s is literal', (value) => {
  expect(referencedVariable(value, ['dollar', 'percent'])).toBeNull();
});
