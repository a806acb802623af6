import { describe, expect, test } from 'vitest';
import { isTokenAlphabet, readTokenTimes, tokenIn, tokensIn } from '../../../shared/engine/secrets/token.ts';
import { aCodeArtifactToken } from './sample-token.ts';

const ISSUED = 1_795_000_000;

test('a token tells when it was issued and when it expires, in milliseconds', () => {
  expect(readTokenTimes(aCodeArtifactToken({ isu: ISSUED, exp: ISSUED + 900 }))).toEqual({
    issuedAt: 1_795_000_000_000,
    expiresAt: 1_795_000_900_000,
  });
});

describe('no times are read', () => {
  test.each([
    ['from other text', 'npm_abcdef'],
    ['from a token in quotes', `"${aCodeArtifactToken()}"`],
    ['from a token that was cut off', aCodeArtifactToken().split('.').slice(0, 4).join('.')],
    ['from a header that is no JSON', `eyJ2ZXIiOjEsAAAA.a.b.c.d`],
    ['when it would expire before it was issued', aCodeArtifactToken({ isu: ISSUED, exp: ISSUED - 1 })],
    ['when it would live for more than a day', aCodeArtifactToken({ isu: ISSUED, exp: ISSUED + 86_401 })],
    ['when the times are in milliseconds', aCodeArtifactToken({ isu: ISSUED * 1000 })],
    ['when a time is no whole number', aCodeArtifactToken({ isu: ISSUED + 0.5 })],
  ])('%s', (_, token) => {
    expect(readTokenTimes(token)).toBeNull();
  });
});

test('tokens are found within other text', () => {
  const [one, two] = [aCodeArtifactToken(), aCodeArtifactToken({ isu: ISSUED + 5, length: 1971 })];
  const text = `https://aws:${one}@d.example/\n//d.example/:_authToken="${two}" ; eyJ2ZXIiOjF9.a.b.c.d`;
  expect(tokensIn(text)).toEqual([one, two]);
  // Behind what only begins like one, too.
  expect(tokenIn(`eyJ2ZXIiOjEsAAAA.b.c..${one.slice(0, 40)} ${two}`)).toBe(two);
});

test('[long-or-odd-token] only letters, digits, "_", "." and "-" make a token', () => {
  expect(isTokenAlphabet(aCodeArtifactToken())).toBe(true);
  for (const token of ['', 'a%b', 'a b', 'a"b', 'a\n', 'ä']) expect(isTokenAlphabet(token)).toBe(false);
});
