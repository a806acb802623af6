import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MASK, maskSecrets } from '../../../shared/engine/editors/codeartifact-token.ts';
import { RUNS } from './editing.ts';
import { messyNpmrc, messyPipConf } from './messy-files.ts';
import { aCodeArtifactToken } from './sample-token.ts';

test.each([
  ['//d.example/:_authToken=s3cret', `//d.example/:_authToken=${MASK}`],
  ['"//d.example/:_authToken" = "s3cret"', `"//d.example/:_authToken" = "${MASK}"`],
  ["_auth\t= 's3 cret'  ", `_auth\t= '${MASK}'  `],
  ['//d.example/:_password = s3cret ; old: s3cret', `//d.example/:_password = ${MASK}`],
  ['+ //d.example/:_authToken ; c = s3cret', `+ //d.example/:_authToken ; c = ${MASK}`],
  ['#//d.example/:_authToken=s3cret', `#//d.example/:_authToken=${MASK}`],
  ['password : s3cret', `password : ${MASK}`],
  ['-PASSWD=s3cret', `-PASSWD=${MASK}`],
  ['; proxy-password = s3cret', `; proxy-password = ${MASK}`],
  ['"secret": "s3cret",', `"secret": "${MASK}`],
  ['index-url = https://aws:s3cret@d.example/simple/', `index-url = https://aws:${MASK}@d.example/simple/`],
  ['x = https://u:s3cr@t@d.example/@a/b', `x = https://u:${MASK}@d.example/@a/b`],
  ['x = https://u:s3/cr?t#@d.example/', `x = https://u:${MASK}@d.example/`],
  [
    'x = https://:s3cret@d.example/ http://v:s3cret@e.example',
    `x = https://:${MASK}@d.example/ http://v:${MASK}@e.example`,
  ],
  ['git+https://ghp_0123456789abcdefghij@git.example/x', `git+https://${MASK}@git.example/x`],
])('%s is shown without its secret', (line, shown) => {
  expect(maskSecrets(line)).toBe(shown);
});

test.each([
  '//d.example/:_authToken=${NPM_TOKEN}',
  '//d.example/:_authToken="${NPM_TOKEN?}"',
  'index-url = https://aws:${TOKEN}@d.example/simple/',
  'registry=http://localhost:4873/@acme/pkg',
  '//localhost:4873/npm/:always-auth=true',
  'index-url = https://aws@d.example/simple/',
  'password-file = /etc/pw',
  'bypass = 1',
  '_authToken=',
])('%s has nothing to hide', (line) => {
  expect(maskSecrets(line)).toBe(line);
});

test('the default of a placeholder is hidden', () => {
  expect(maskSecrets('_authToken=${X-s3cret}')).toBe(`_authToken=${MASK}`);
  expect(maskSecrets('_authToken=${X} s3cret')).toBe('_authToken=${X} ' + MASK);
});

test('a token is hidden wherever it stands, and so is one that was cut off', () => {
  const token = aCodeArtifactToken();
  const shown = maskSecrets(`Line 3: ${token}, "${token.slice(0, 100)}…" and x${token}`);
  expect(shown).toBe(`Line 3: ${MASK}, "${MASK}…" and x${MASK}`);
});

test('the continuation lines of a secret option are hidden, those of others are not', () => {
  const text = '[a]\npassword =\n  s3cret\n# c\n\n\tmore-s3cret\nurl =\n  https://a\n';
  expect(maskSecrets(text)).toBe(`[a]\npassword =\n  ${MASK}\n# c\n\n\t${MASK}\nurl =\n  https://a\n`);
  const diff = '@@ -1,3 +1,3 @@\n password =\n-    s3cret\n+    s3cret2\n url = x\n';
  expect(maskSecrets(diff)).toBe(`@@ -1,3 +1,3 @@\n password =\n-    ${MASK}\n+    ${MASK}\n url = x\n`);
});

describe('any secret', () => {
  const secret = fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9_.~!*()+-]{10,40}$/),
    fc.stringMatching(/^[A-Za-z0-9+/]{12,40}={0,2}$/).filter((text) => !/^\d{2,5}\//.test(text)),
    fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9%$:;"'\\#&-]{10,30}[A-Za-z0-9]$/),
    fc.integer({ min: 1, max: 2_000_000_000 }).map((isu) => aCodeArtifactToken({ isu, length: 300 })),
  );
  const blank = fc.constantFrom('', ' ', '  ', '\t');
  const sign = fc.constantFrom('', '', '+', '-', ' ');
  const place = fc.oneof(
    fc
      .tuple(
        sign,
        blank,
        fc.constantFrom('', ';', '# '),
        fc.constantFrom('//d.example/npm/x/:', ''),
        fc.constantFrom('_authToken', '_auth', '_password'),
      )
      .map(([plus, indent, comment, host, name]) => `${plus}${indent}${comment}${host}${name}`)
      .chain((key) => fc.tuple(blank, blank).map(([before, after]) => `${key}${before}=${after}`)),
    fc
      .tuple(
        sign,
        blank,
        fc.constantFrom('password', 'passwd', 'pass', 'secret', 'Password', 'client-secret'),
        blank,
        fc.constantFrom('=', ':'),
        blank,
      )
      .map((parts) => parts.join('')),
    fc.constantFrom('password =\n    ', 'secret:\r\n\t', '+password =\n+  # c\n+  '),
  );
  const quoted = fc.tuple(place, fc.constantFrom('', '"', "'"), secret).map(([before, quote, value]) => ({
    value,
    written: `${before}${quote}${value}${quote}`,
  }));
  const inUrl = fc
    .tuple(fc.constantFrom('registry=', 'index-url = ', '+ ', 'fetching '), fc.constantFrom('aws', '', 'a%40b'), secret)
    .map(([before, user, value]) => ({ value, written: `${before}https://${user}:${value}@d.example/simple/` }));
  const surroundings = fc.oneof(messyNpmrc, messyPipConf, fc.constant(''));
  const eol = fc.constantFrom('\n', '\r\n', '\r');

  test('does not survive, whatever stands around it, and no line comes or goes', () => {
    fc.assert(
      fc.property(surroundings, fc.oneof(quoted, inUrl), surroundings, eol, (above, { value, written }, below, end) => {
        fc.pre(!above.includes(value) && !below.includes(value));
        const text = above + end + written + end + below;
        const shown = maskSecrets(text);
        expect(shown).not.toContain(value);
        expect(shown.match(/\r\n|\r|\n/g)).toEqual(text.match(/\r\n|\r|\n/g));
        expect(maskSecrets(shown)).toBe(shown);
      }),
      { numRuns: RUNS },
    );
  });
});
