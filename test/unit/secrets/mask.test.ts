import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RUNS } from '../editors/editing.ts';
import { messyNpmrc, messyPipConf } from '../editors/messy-files.ts';
import { aCodeArtifactToken } from './sample-token.ts';
import { MASK, maskSecrets } from '../../../shared/engine/secrets/mask.ts';

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

test.each([
  ['<password>s3cret</password>', `<password>${MASK}</password>`],
  ['+    <password> s3&lt;cret </password>', `+    <password> ${MASK} </password>`],
  ['<Passphrase a="1>2"><![CDATA[s3</cret]]></Passphrase>', `<Passphrase a="1>2"><![CDATA[${MASK}]]></Passphrase>`],
  ['<password>\n+  s3cret\n-  s3cret\n</password>', `<password>\n+  ${MASK}\n-  ${MASK}\n</password>`],
  ['<gpg.passphrase>s3cret', `<gpg.passphrase>${MASK}`],
  ['<add key="ClearTextPassword" value="s3cret" />', `<add key="ClearTextPassword" value="${MASK}" />`],
  ["<Add Value = 's3>cret'\n key='password'/>", `<Add Value = '${MASK}'\n key='password'/>`],
  ['<add key="http_proxy.password" value="s3cret"/>', `<add key="http_proxy.password" value="${MASK}"/>`],
  [
    '<apikeys>\n<add key="https://d.example" value="s3cret" /></apikeys>',
    `<apikeys>\n<add key="https://d.example" value="${MASK}" /></apikeys>`,
  ],
  ['<credentials host="d" passwd="s3cret"/>', `<credentials host="d" passwd="${MASK}"/>`],
  ['<name>Authorization</name>\n+ <value>Basic s3cret</value>', `<name>Authorization</name>\n+ <value>${MASK}</value>`],
])('in XML, %s is shown without its secret', (text, shown) => {
  expect(maskSecrets(text)).toBe(shown);
  expect(maskSecrets(shown)).toBe(shown);
});

test.each([
  '<password>${env.CODEARTIFACT_AUTH_TOKEN}</password>',
  '<add key="ClearTextPassword" value="%TOKEN%" />',
  '<password/><password />\n<username>aws</username>',
  '<add key="Username" value="aws" /><add key="pay/web" value="https://d.example/" />',
  '# put your <password>\nregistry=https://d.example/',
])('in XML, %s has nothing to hide', (text) => {
  expect(maskSecrets(text)).toBe(text);
});

test.each([
  ['token = "s3cret" # mine', `token = "${MASK}" # mine`],
  ["+http-basic.'a b'.password = 's3cret'", `+http-basic.'a b'.password = '${MASK}'`],
  ['ca = { index = "x", token = "s3\\"cret" }', `ca = { index = "x", token = "${MASK}" }`],
  ["ca={'secret-key'='s3cret',index='x'}", `ca={'secret-key'='${MASK}',index='x'}`],
  [
    'x = 1\n"token" = """\n  s3cret \\\n\n  s3cret"""\ny = 2',
    `x = 1\n"token" = "${MASK}"\n  ${MASK}\n\n  ${MASK}"""\ny = 2`,
  ],
  ['[pypi-token]\ninternal = "pypi-AgEIcHlwaS5vcmcCJDEy"', `[pypi-token]\ninternal = "${MASK}"`],
  ['url = "https://aws:s3cret@d.example/simple/"', `url = "https://aws:${MASK}@d.example/simple/"`],
])('in TOML, %s is shown without its secret', (text, shown) => {
  expect(maskSecrets(text)).toBe(shown);
  expect(maskSecrets(shown)).toBe(shown);
});

test.each([
  'ca = { index = "x", token-file = "y" }',
  '[http-basic.ca]\nusername = "aws"',
  '[[tool.poetry.source]]\nname = "pypi-internal"\nurl = "https://d.example/simple/"',
])('in TOML, %s has nothing to hide', (text) => {
  expect(maskSecrets(text)).toBe(text);
});

test.each([
  ['npmAuthToken: s3cret # mine', `npmAuthToken: ${MASK}`],
  ['+    "npmAuthToken": "s3cret" # mine', `+    "npmAuthToken": "${MASK}" # mine`],
  ["    npmAuthIdent : 'aws:s3cret'", `    npmAuthIdent : 'aws:${MASK}'`],
  ['#  npmAuthToken: s3cret', `#  npmAuthToken: ${MASK}`],
  [
    'npmRegistries: {"//d.example/": {npmAuthToken: s3cret, npmAlwaysAuth: true}}',
    `npmRegistries: {"//d.example/": {npmAuthToken: ${MASK}, npmAlwaysAuth: true}}`,
  ],
  [`{"@": {'authToken':"s3,}cret"}, x: y}`, `{"@": {'authToken':"${MASK}"}, x: y}`],
  ['  npmAuthToken:\n    # between\n    s3cret\n  next: x', `  npmAuthToken:\n    # between\n    ${MASK}\n  next: x`],
  [
    '-  npmAuthToken: >-\n-    s3cret\n-    #s3cret\n+  npmAuthToken: "s3cret"',
    `-  npmAuthToken: ${MASK}\n-    ${MASK}\n-    ${MASK}\n+  npmAuthToken: "${MASK}"`,
  ],
  // A sign of a comment without a blank in front is none, so that the value goes on.
  ['npmAuthToken: 0#x\n  s3cret', `npmAuthToken: ${MASK}\n  ${MASK}`],
  ['npmAuthToken: "s3cret\r\n  s3cret"', `npmAuthToken: "${MASK}\r\n  ${MASK}"`],
  [':codeartifact_api_key: Bearer s3cret', `:codeartifact_api_key: Bearer ${MASK}`],
  [':rubygems_api_key: "s3cret"', `:rubygems_api_key: "${MASK}"`],
  ['https://gems.example/private: Bearer s3cret', `https://gems.example/private: Bearer ${MASK}`],
  ['- https://aws:s3cret@d.example/ruby/web/', `- https://aws:${MASK}@d.example/ruby/web/`],
  ['BUNDLE_D__EXAMPLE: "aws:s3cret"', `BUNDLE_D__EXAMPLE: "aws:${MASK}"`],
  ['BUNDLE_GEMS.EXAMPLE.COM: s3cret', `BUNDLE_GEMS.EXAMPLE.COM: ${MASK}`],
  ['+BUNDLE_HTTPS://D__EXAMPLE/RUBY/WEB/: "s3cret:x-oauth-basic"', `+BUNDLE_HTTPS://D__EXAMPLE/RUBY/WEB/: "${MASK}"`],
])('in YAML, %s is shown without its secret', (text, shown) => {
  expect(maskSecrets(text)).toBe(shown);
  expect(maskSecrets(shown)).toBe(shown);
});

test.each([
  'npmAuthToken: ${YARN_TOKEN}',
  'npmAlwaysAuth: true\nnpmAuthToken:\nnpmRegistryServer: "https://d.example/npm/web/"',
  '_auth:\n  https://d.example/npm/web/:\n    "@": {}',
  'BUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/: "https://d.example/ruby/web/"',
  'BUNDLE_PATH: "vendor"\nBUNDLE_PATH__SYSTEM: "true"\nBUNDLE_BUILD__PG: "--with-pg-config=/usr"',
  'BUNDLE_X__Y: "false"',
  'www-authenticate: Bearer realm="platform/web"',
])('in YAML, %s has nothing to hide', (text) => {
  expect(maskSecrets(text)).toBe(text);
});

test('a token is hidden wherever it stands, and so is one that was cut off', () => {
  const token = aCodeArtifactToken();
  const shown = maskSecrets(`Line 3: ${token}, "${token.slice(0, 100)}…" and x${token}`);
  expect(shown).toBe(`Line 3: ${MASK}, "${MASK}…" and x${MASK}`);
});

test('the continuation lines of a secret option are hidden, those of others are not', () => {
  const text = '[a]\npassword =\n  s3cret\n# c\n\n\tmore-s3cret\nurl =\n  https://a\n';
  expect(maskSecrets(text)).toBe(`[a]\npassword =\n  ${MASK}\n# c\n\n\t${MASK}\nurl =\n  https://a\n`);
  const diff = ' -1,3 +1,3 \n password =\n-    s3cret\n+    s3cret2\n url = x\n';
  expect(maskSecrets(diff)).toBe(` -1,3 +1,3 \n password =\n-    ${MASK}\n+    ${MASK}\n url = x\n`);
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
    fc.constantFrom('npmAuthToken: ', '+    "npmAuthIdent" :  ', ':rubygems_api_key: Bearer ', 'BUNDLE_D__EXAMPLE: '),
    fc.constantFrom('npmAuthToken:\n  ', 'password =\n    ', 'secret:\r\n\t', '+password =\n+  # c\n+  '),
  );
  const quoted = fc.tuple(place, fc.constantFrom('', '"', "'"), secret).map(([before, quote, value]) => ({
    value,
    written: `${before}${quote}${value}${quote}`,
  }));
  const inUrl = fc
    .tuple(fc.constantFrom('registry=', 'index-url = ', '+ ', 'fetching '), fc.constantFrom('aws', '', 'a%40b'), secret)
    .map(([before, user, value]) => ({ value, written: `${before}https://${user}:${value}@d.example/simple/` }));
  const inXml = fc
    .tuple(
      sign,
      blank,
      fc.constantFrom(
        ['<password>', '</password>'],
        ['<password >\n  ', '\n</password >'],
        ['<passphrase><![CDATA[', ']]></passphrase>'],
        ['<add key="ClearTextPassword" value="', '" />'],
        ["<add value = '", "' key='Password'/>"],
      ),
      secret.map((value) => value.replaceAll(/[<>"'&]/g, '_')),
    )
    .map(([plus, indent, [before, after], value]) => ({ value, written: `${plus}${indent}${before}${value}${after}` }));
  const surroundings = fc.oneof(messyNpmrc, messyPipConf, fc.constant(''));
  const eol = fc.constantFrom('\n', '\r\n', '\r');

  test('does not survive, whatever stands around it, and no line comes or goes', () => {
    fc.assert(
      fc.property(
        surroundings,
        fc.oneof(quoted, inUrl, inXml),
        surroundings,
        eol,
        (above, { value, written }, below, end) => {
          fc.pre(!above.includes(value) && !below.includes(value));
          const text = above + end + written + end + below;
          const shown = maskSecrets(text);
          expect(shown).not.toContain(value);
          expect(shown.match(/\r\n|\r|\n/g)).toEqual(text.match(/\r\n|\r|\n/g));
          expect(maskSecrets(shown)).toBe(shown);
        },
      ),
      { numRuns: RUNS },
    );
  });
});
