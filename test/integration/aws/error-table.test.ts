import { describe, expect, test } from 'vitest';
import { errorTable } from '../../../shared/adapters/aws/errors/explain.ts';
import type { Problem } from '../../../shared/contract/problem.ts';
import { startFaultServer, tokenAnswer } from '../../support/aws-fault-server.ts';
import { startProxy } from '../../support/aws-proxy.ts';
import { selfSigned } from '../../support/aws-self-signed.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome, CliRun } from '../../support/cli-home.ts';
import { ssoCacheFile } from '../../support/sso-home.ts';
import { errorCases } from '../../fixtures/aws-error-cases.ts';
import type { ErrorCase } from '../../fixtures/aws-error-cases.ts';

// Each failure of AWS, produced through the unmodified SDK, and what the person and the script get of it.

/** What is replaced in the process of the CLI: the system's resolver, which no test may ask, and how long it takes until a limit is over. */
function replacing({ resolver, limits = [] }: ErrorCase): Readonly<Record<string, string>> {
  if (resolver === undefined && limits.length === 0) return {};
  const lookup = `import dns from 'node:dns'; dns.lookup = (name, options, done) => { ${resolver} };`;
  const timer = `const after = setTimeout; const soon = ${JSON.stringify(limits)};
    globalThis.setTimeout = (run, wait, ...rest) => after(run, soon.includes(wait) ? 50 : wait, ...rest);`;
  const code = encodeURIComponent((resolver === undefined ? '' : lookup) + timer);
  return { NODE_OPTIONS: `--import=data:text/javascript,${code}` };
}

type Machine = { readonly home: CliHome; readonly env: Readonly<Record<string, string>>; close(): Promise<unknown> };

/** Null where its certificate can't be made. */
async function aMachine(one: ErrorCase): Promise<Machine | null> {
  const home = aCliHome(null);
  const { tls } = one;
  const signed = tls === undefined ? null : selfSigned(home.folder, tls.name, { expired: tls.expired ?? false });
  if (tls !== undefined && signed === null) return null;
  const [server, proxy] = await Promise.all([startFaultServer(signed ?? undefined), startProxy(one.tunnel ?? 502)]);
  server.answerWith(one.answer ?? tokenAnswer());
  const command = `"${process.execPath}" "${home.path('keys.cjs')}" --password PLANTEDpassword`;
  home.write('.aws/config', one.config.replace('COMMAND', command), 0o600);
  home.write('.aws/credentials', '', 0o600);
  if (one.script !== undefined) home.write('keys.cjs', one.script);
  if (one.sso !== undefined) {
    const [session, token] = one.sso();
    home.write(ssoCacheFile(session), JSON.stringify(token), 0o600);
  }
  for (const [name, text] of Object.entries(one.files?.() ?? {})) home.write(name, text, 0o600);
  const ofServices = ['CODEARTIFACT', 'STS', 'SSO', 'SSO_OIDC'].map(
    (name) => [`AWS_ENDPOINT_URL_${name}`, ''] as const,
  );
  const env = {
    ...Object.fromEntries(ofServices),
    AWS_PROFILE: '',
    AWS_ENDPOINT_URL: server.url,
    ...(tls?.trusted === true && signed !== null ? { AWS_CA_BUNDLE: signed.certFile } : {}),
    ...replacing(one),
    ...one.env?.(server.url, `http://127.0.0.1:${proxy.port}`),
  };
  return { home, env, close: () => Promise.all([server.close(), proxy.close()]) };
}

async function askForToken({ home, env }: Machine, { profile = 'work', region }: ErrorCase): Promise<CliRun> {
  const { region: named } = region ?? { region: 'eu-west-1' };
  const where = ['--domain', 'payments', '--domain-owner', '444455556666', '--profile', profile];
  const words = ['token', '--format', 'json', ...where, ...(named === undefined ? [] : ['--region', named])];
  return home.run(words, { env });
}

function expectAnswer({ expected, exit }: ErrorCase, { home }: Machine, { code, out, err }: CliRun): void {
  const { error } = JSON.parse(out) as { error: Problem };
  const { message, ...rest } = error;
  expect({ ...rest, exit: code }).toEqual({ ...expected, exit });
  expect(message).toMatch(/^[^\n]+\.$/);
  expect(err).toContain(`codeartifact-tray: ${message}\n  ${expected.advice}\n`);
  const kept = home.files().filter((name) => name.startsWith('state/'));
  expect(out + err + kept.map((name) => home.read(name)).join('\n')).not.toMatch(
    /\bat \S+ \(|node:internal|\.[cm]?[jt]s:\d|PLANTED/,
  );
}

describe.each(errorCases)('$name', (one) => {
  test(`is ${one.expected.code}, ends with ${one.exit}, and says what to do`, { timeout: 10_000 }, async ({ skip }) => {
    const machine = (await aMachine(one)) ?? skip('no openssl');
    try {
      expectAnswer(one, machine, await askForToken(machine, one));
    } finally {
      await machine.close();
    }
  });
});

test('no row of the table is without a case', () => {
  const produced = new Set<string>(errorCases.map(({ expected }) => expected.code));
  expect([...new Set(errorTable.map(({ problem }) => problem))].filter((code) => !produced.has(code))).toEqual([]);
});
