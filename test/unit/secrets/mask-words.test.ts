import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RUNS } from '../editors/editing.ts';
import { messyEnv } from '../editors/messy-env.ts';
import { messyNetrc } from '../editors/netrc/messy-netrc.ts';
import { messyProperties } from '../editors/messy-properties.ts';
import { MASK, maskSecrets } from '../../../shared/engine/secrets/mask.ts';

test.each([
  ['machine a login b password s3cret', `machine a login b password ${MASK}`],
  ['+machine a password "s3 cret" login b # c', `+machine a password "${MASK}" login b # c`],
  [
    'machine a login b password s3cret machine c password s3cret',
    `machine a login b password ${MASK} machine c password ${MASK}`,
  ],
  ['# machine a login b password s3cret', `# machine a login b password ${MASK}`],
  ['machine a\n  login b\n-  password s3cret\n', `machine a\n  login b\n-  password ${MASK}\n`],
  ['machine a login b password\n\n    s3cret # c', `machine a login b password\n\n    ${MASK} # c`],
  ['NPM_TOKEN=s3cret', `NPM_TOKEN=${MASK}`],
  ['-export NPM_TOKEN="s3 cret" # c', `-export NPM_TOKEN="${MASK}" # c`],
  ["# AWS_SECRET_ACCESS_KEY = 's3cret'", `# AWS_SECRET_ACCESS_KEY = '${MASK}'`],
  ['PRIVATE_KEY="s3cret\ns3cret\ns3cret"\nPORT=1', `PRIVATE_KEY="${MASK}\n${MASK}\n${MASK}"\nPORT=1`],
  ['api_key: s3cret', `api_key: ${MASK}`],
  ['DATABASE_URL=postgres://u:s3cret@d.example/x', `DATABASE_URL=postgres://u:${MASK}@d.example/x`],
  ['codeartifactPassword=s3cret', `codeartifactPassword=${MASK}`],
  ['nexus.password : s3cret', `nexus.password : ${MASK}`],
  ['nexusPassword s3cret', `nexusPassword ${MASK}`],
  ['nexusPassword=\\\n   s3c\\\n   ret\nport=1', `nexusPassword=\\\n   ${MASK}\\\n   ${MASK}\nport=1`],
  ['! signing.secretKey=s3cret', `! signing.secretKey=${MASK}`],
  ['  "token" : "s3cret",', `  "token" : "${MASK}",`],
  ['MY_TOKEN=${X} s3cret', `MY_TOKEN=\${X} ${MASK}`],
  // What stands above may have left its own quote or line open.
  ['A_TOKEN="open\nPRIVATE_KEY="a\ns3cret', `A_TOKEN="${MASK}\n${MASK}"${MASK}\n${MASK}`],
  ['x.password=a\\\nPRIVATE_KEY="a\ns3cret"', `x.password=${MASK}\n${MASK}\n${MASK}"`],
])('%j is shown without its secret', (text, shown) => {
  expect(maskSecrets(text)).toBe(shown);
  expect(maskSecrets(shown)).toBe(shown);
});

test.each([
  'machine password.example login b',
  'The password of the proxy is wrong.',
  'The default password policy',
  'NPM_TOKEN=',
  'NPM_TOKEN=$OTHER',
  'NPM_TOKEN="${OTHER}"',
  'AWS_ACCESS_KEY_ID=AKIAEXAMPLE',
  'TOKEN_FILE=/run/token',
  'org.gradle.jvmargs=-Xmx1g',
  '"type" : "token",',
  'token-helper=/bin/x',
  'keyring-provider = subprocess',
])('%j has nothing to hide', (text) => {
  expect(maskSecrets(text)).toBe(text);
});

describe('any secret of a netrc, .env or .properties', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9%$:;&#=_-]{10,30}[A-Za-z0-9]$/);
  const place = fc.constantFrom(
    'machine a login b password ',
    '  password ',
    '+password\n+  ',
    'X_TOKEN=',
    'export API_KEY="',
    "-X_SECRET='",
    'x.password=',
    'xPassword : ',
    'xToken=\\\n    ',
    'PRIVATE_KEY="a\n',
  );
  const surroundings = fc.oneof(messyNetrc, messyEnv, messyProperties);

  test('does not survive, whatever stands around it, and no line comes or goes', () => {
    fc.assert(
      fc.property(surroundings, place, secret, surroundings, (above, before, value, below) => {
        fc.pre(!above.includes(value) && !below.includes(value));
        const quote = /=(["'])/.exec(before)?.[1] ?? '';
        const text = `${above}\n${before}${value}${quote}\n${below}`;
        const shown = maskSecrets(text);
        expect(shown).not.toContain(value);
        expect(shown.match(/\r\n|\r|\n/g)).toEqual(text.match(/\r\n|\r|\n/g));
        expect(maskSecrets(shown)).toBe(shown);
      }),
      { numRuns: RUNS },
    );
  });
});

test.each([
  ['PGPASSWORD=s3cret', `PGPASSWORD=${MASK}`],
  ['DOCKER_PWD=s3cret', `DOCKER_PWD=${MASK}`],
  ['gpr.key=s3cret', `gpr.key=${MASK}`],
  ['SECRET_KEY_BASE=s3cret', `SECRET_KEY_BASE=${MASK}`],
  ['signingInMemoryKey=s3cret', `signingInMemoryKey=${MASK}`],
  ['proxy = jdoe:s3cret@proxy.example:80', `proxy = jdoe:${MASK}@proxy.example:80`],
  ['got ghp_16C7e42F292c6912E7710c838347 back', `got ${MASK} back`],
  ['found glpat-4dsXb2yQkPz9vT1wLm8r', `found ${MASK}`],
  ['key AKIA0123456789ABCDEF is off', `key ${MASK} is off`],
  ['Authorization: Basic amFuZTpzZWNyZXQ=', `Authorization: Basic ${MASK}`],
  [
    'x -----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY----- y',
    `x -----BEGIN PRIVATE KEY-----\n${MASK}\n-----END PRIVATE KEY----- y`,
  ],
  [`a ${'x'.repeat(5000)}`, MASK],
])('a message with %j is shown without the secret', (text, shown) => {
  expect(maskSecrets(text)).toBe(shown);
  expect(maskSecrets(shown)).toBe(shown);
});
