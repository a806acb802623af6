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
  ['$CODEARTIFACT_AUTH_TOKEN', 'CODEARTIFACT_AUTH_TOKEN'],
  ['https://aws:$TOKEN@d.example/simple/', 'TOKEN'],
  ['%CODEARTIFACT_AUTH_TOKEN%', 'CODEARTIFACT_AUTH_TOKEN'],
  ['https://%HOST%/nuget/web/', 'HOST'],
])('row 20: %s refers to %s', (value, name) => {
  expect(referencedVariable(value)).toBe(name);
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
])('%s is literal', (value) => {
  expect(referencedVariable(value)).toBeNull();
});
