import { expect, test } from 'vitest';
import type { Explanation } from '../../shared/contract/doctor.ts';
import { problemOf } from '../../shared/contract/problem.ts';
import { aBusySnapshot, NOW } from '../support/snapshots.ts';
import { fakeApi, type FakeApi } from './fake-api.ts';
import { showApp } from './open-app.tsx';

const origin = { name: '~/src/web-store/.npmrc', path: '/home/ann/src/web-store/.npmrc', line: 3 };

function anExplanation(overrides: Partial<Explanation> = {}): Explanation {
  return {
    bindingId: 'b1',
    client: 'npm',
    title: 'npm',
    projectId: 'p1',
    domain: 'platform',
    repository: 'web-releases',
    enabled: true,
    registry: { value: 'https://platform.example/npm/web-releases/', ours: true, origin },
    signsInBy: {
      kind: 'fresh',
      issuedAt: null,
      expiresAt: new Date(NOW + 3_600_000).toISOString(),
      origin: { name: 'NPM_TOKEN', path: null, line: null },
    },
    findings: [],
    ...overrides,
  };
}

function anApi(...explanations: Explanation[]): FakeApi {
  const api = fakeApi(aBusySnapshot());
  api.answer('doctor.explain', explanations);
  return api;
}

test('says for each binding which registry and whose credential its client uses, and from which line', async () => {
  const screen = await showApp('doctor', anApi(anExplanation()));
  const card = screen.getByRole('list', { name: 'Clients' }).getByRole('listitem').first();
  await expect.element(card).toMatchTextContent(/https:\/\/platform\.example\/npm\/web-releases\//);
  await expect.element(card).toMatchTextContent(/~\/src\/web-store\/\.npmrc line 3/);
  await expect.element(card).toMatchTextContent(/a token with \d/);
  await expect.element(card).toMatchTextContent(/variable NPM_TOKEN/);
  await expect.element(card).toMatchTextContent(/Works/);
  await expect.element(screen.getByText(/Every client that is switched on will find/)).toBeVisible();
});

test('what is wrong is said with the fix, and counted in the headline', async () => {
  const problem = problemOf('registryShadowed', 'npm takes another registry from ~/.npmrc line 1.', {
    advice: 'Remove line 1 of ~/.npmrc.',
  });
  const screen = await showApp('doctor', anApi(anExplanation({ findings: [{ severity: 'wrong', problem, origin }] })));
  await expect.element(screen.getByText('npm takes another registry from ~/.npmrc line 1.')).toBeVisible();
  await expect.element(screen.getByText('Remove line 1 of ~/.npmrc.')).toBeVisible();
  await expect.element(screen.getByText('1 client will not get through as things stand.')).toBeVisible();
});

test('a pasted error message is explained, without being kept or sent anywhere else', async () => {
  const api = anApi();
  api.answer('doctor.diagnose', [
    {
      clients: ['npm'],
      certainty: 'certain',
      recognised: [],
      meaning: 'The token was refused.',
      advice: 'Refresh it.',
      command: 'codeartifact-tray refresh',
    },
    {
      clients: [],
      certainty: 'likely',
      recognised: ['409 Conflict'],
      meaning: 'The version is there.',
      advice: 'Take another.',
      command: null,
    },
  ]);
  const screen = await showApp('doctor', api);
  await screen.getByRole('textbox', { name: 'What does an error mean?' }).fill('npm error code E401');
  await screen.getByRole('button', { name: 'Explain' }).click();
  await expect.element(screen.getByText(/The token was refused\./)).toBeVisible();
  await expect.element(screen.getByText('codeartifact-tray refresh')).toBeVisible();
  await expect.element(screen.getByText(/^Not sure, but 409 Conflict is in the text: The version/)).toBeVisible();
  expect(api.sent.filter(({ name }) => name === 'doctor.diagnose')).toEqual([
    { name: 'doctor.diagnose', params: { text: 'npm error code E401' } },
  ]);
});

test('a message that is not known says so, and an empty one can not be asked about', async () => {
  const api = anApi();
  api.answer('doctor.diagnose', []);
  const screen = await showApp('doctor', api);
  await expect.element(screen.getByRole('button', { name: 'Explain' })).toHaveAttribute('aria-disabled', 'true');
  await screen.getByRole('textbox', { name: 'What does an error mean?' }).fill('hello');
  await screen.getByRole('button', { name: 'Explain' }).click();
  await expect.element(screen.getByText(/No known error is in this text/)).toBeVisible();
});

test('without bindings it says what it is for; a failure can be tried again', async () => {
  const api = anApi();
  api.fail('doctor.explain', problemOf('settingsInvalid', 'The settings can’t be read.'));
  const screen = await showApp('doctor', api);
  await expect.element(screen.getByText('The settings can’t be read.')).toBeVisible();
  api.answer('doctor.explain', []);
  await screen.getByRole('button', { name: 'Look again' }).click();
  await expect.element(screen.getByText('Nothing to look into yet')).toBeVisible();
});

test('says by which way each profile gets its tokens, and what is wrong with it', async () => {
  const api = anApi(anExplanation());
  const problem = problemOf('signInNeeded', 'The SSO session of profile work has ended.', { advice: 'Sign in again.' });
  api.answer('doctor.aws', [
    {
      profile: 'work',
      kind: 'sso',
      account: '111122223333',
      region: 'eu-west-1',
      session: { name: 'corp', way: 'sso', state: 'open', endsAt: null },
      endpoint: { url: 'https://codeartifact.eu-west-1.amazonaws.com', isCustom: false },
      proxy: 'http://proxy.example:3128',
      caBundle: null,
      domains: [{ domain: 'platform', domainOwner: '111122223333' }],
      problems: [problem],
    },
  ]);
  const screen = await showApp('doctor', api);
  const card = screen.getByRole('list', { name: 'AWS' }).getByRole('listitem').first();
  await expect.element(card).toMatchTextContent(/AWS profile work \(SSO\)/);
  await expect.element(card).toMatchTextContent(/SSO corp, refreshed silently/);
  await expect.element(card).toMatchTextContent(/http:\/\/proxy\.example:3128/);
  await expect.element(card).toMatchTextContent(/The SSO session of profile work has ended\./);
  await screen.getByRole('button', { name: 'Look again' }).click();
  await expect.poll(() => api.sent.filter(({ name }) => name === 'doctor.aws').length).toBe(2);
});
