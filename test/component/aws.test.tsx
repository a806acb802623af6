import { expect, test } from 'vitest';
import { problemOf } from '../../shared/contract/problem.ts';
import type { ConnectionReport } from '../../shared/contract/setup.ts';
import { aBusySnapshot } from '../support/snapshots.ts';
import { fakeApi, type FakeApi } from './fake-api.ts';
import { showApp } from './open-app.tsx';

function anApp(): FakeApi {
  const api = fakeApi(aBusySnapshot());
  api.answer('profiles.list', [
    { name: 'sso-dev', kind: 'sso', region: 'eu-west-1', account: '111122223333' },
    { name: 'work', kind: 'keys', region: null, account: null },
  ]);
  return api;
}

/** Passed up to the step, which failed; those behind it were not tried. */
function reportFailingAt(failing: ConnectionReport['steps'][number]['name'] | null): ConnectionReport {
  const names = ['profile', 'identity', 'role', 'token', 'endpoint', 'read'] as const;
  const at = failing === null ? names.length : names.indexOf(failing);
  return {
    account: '111122223333',
    arn: 'arn:aws:iam::111122223333:user/ann',
    steps: names.map((name, index) => ({
      name,
      state: index < at ? 'passed' : index === at ? 'failed' : 'skipped',
      text: `What ${name} says.`,
      problem: index === at ? problemOf('accessDenied', 'It is denied.', { advice: 'Ask for it.' }) : null,
    })),
  };
}

test('the profiles of the machine stand in the settings, with what can be done about each', async () => {
  const api = anApp();
  const screen = await showApp('settings', api);
  const list = screen.getByRole('list', { name: 'AWS profiles' });
  await expect.element(list).toMatchTextContent(/sso-devSSO · account 111122223333 · eu-west-1/);
  await expect.element(list).toMatchTextContent(/workaccess keys/);
  api.answer('signIn.end', { name: 'corp', profiles: ['sso-dev'], problem: null });
  await screen.getByRole('button', { name: 'Sign out sso-dev' }).click();
  await expect.element(screen.getByText('Signed out of corp.')).toBeVisible();
  expect(api.sent.filter(({ name }) => name === 'signIn.end')).toEqual([
    { name: 'signIn.end', params: { profile: 'sso-dev' } },
  ]);
});

test('an AWS configuration that can’t be read says so, and is read again', async () => {
  const api = anApp();
  api.fail('profiles.list', problemOf('fileUnreadable', 'The file can’t be read.', { advice: 'Make it readable.' }));
  const screen = await showApp('settings', api);
  await expect.element(screen.getByText('The file can’t be read.')).toBeVisible();
  api.answer('profiles.list', []);
  await screen.getByRole('button', { name: 'Try again' }).click();
  await expect.element(screen.getByText(/^No profile was found/u)).toBeVisible();
});

test('a token is tested the whole way to its repository', async () => {
  const api = anApp();
  api.answer('connection.test', reportFailingAt(null));
  const screen = await showApp('tokens', api);
  await screen.getByRole('button', { name: 'Test: platform, profile work' }).click();
  await expect.element(screen.getByRole('dialog', { name: 'Connection of work' })).toBeVisible();
  await expect.element(screen.getByText('Everything works')).toBeVisible();
  expect(api.sent).toEqual([
    {
      name: 'connection.test',
      params: {
        profile: 'work',
        region: 'us-east-1',
        domain: 'platform',
        domainOwner: '111122223333',
        repository: 'web-releases',
      },
    },
  ]);
});

test.each([
  ['profile', 'Profile'],
  ['identity', 'Who you are'],
  ['role', 'Role'],
  ['token', 'Token'],
  ['endpoint', 'Repository endpoint'],
  ['read', 'Reading the repository'],
] as const)('a test that fails at "%s" names the step, its fix, and what was not reached', async (failing, title) => {
  const api = anApp();
  api.answer('connection.test', reportFailingAt(failing));
  const screen = await showApp('settings', api);
  await screen.getByRole('button', { name: 'Test the connection of work' }).click();
  await expect.element(screen.getByText(`It ends at: ${title}`)).toBeVisible();
  const steps = screen.getByRole('list', { name: 'Steps of the test' }).getByRole('listitem').elements();
  const states = steps.map((step) => step.getAttribute('data-state'));
  const at = states.indexOf('failed');
  expect(states).toEqual(states.map((_, index) => (index < at ? 'passed' : index === at ? 'failed' : 'skipped')));
  expect(steps[at]?.textContent).toContain(`${title} failedIt is denied.Ask for it.`);
});

test('a role is set up from what one was given: previewed, written, and tested', async () => {
  const api = anApp();
  const screen = await showApp('settings', api);
  await screen.getByRole('button', { name: 'Set up a role' }).click();
  const dialog = screen.getByRole('dialog', { name: 'Set up a role' });
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await expect.element(dialog.getByRole('textbox', { name: 'Role ARN' })).toHaveAttribute('aria-invalid', 'true');
  expect(api.sent.filter(({ name }) => name === 'role.preview')).toEqual([]);

  const asked = {
    profile: 'packages',
    sourceProfile: 'work',
    roleArn: 'arn:aws:iam::444455556666:role/codeartifact-read',
    externalId: 'acme-42',
    region: 'eu-west-1',
    domain: 'payments',
  };
  await dialog.getByRole('textbox', { name: 'Role ARN' }).fill(asked.roleArn);
  await dialog.getByRole('textbox', { name: 'External ID' }).fill(asked.externalId);
  await dialog.getByRole('combobox', { name: 'Take the role as' }).selectOptions(asked.sourceProfile);
  await dialog.getByRole('textbox', { name: 'Name of the new profile' }).fill(asked.profile);
  await dialog.getByRole('textbox', { name: 'Region' }).fill(asked.region);
  await dialog.getByRole('textbox', { name: 'Domain', exact: true }).fill(asked.domain);
  api.answer('role.preview', {
    id: 'preview-1',
    path: '/home/ann/.aws/config',
    displayPath: '~/.aws/config',
    diff: '--- ~/.aws/config\n+++ ~/.aws/config\n@@ -1,2 +1,4 @@\n [default]\n+[profile packages]\n',
    policy: '{"Version": "2012-10-17"}',
    template: 'Resources: {}',
  });
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await expect.element(dialog.getByRole('region', { name: 'Changes of ~/.aws/config' })).toBeVisible();
  await dialog.getByText('What AWS has to allow the role').click();
  await expect.element(dialog.getByText('{"Version": "2012-10-17"}')).toBeVisible();

  api.answer('role.write', { written: '/home/ann/.aws/config' });
  api.answer('connection.test', reportFailingAt('role'));
  await dialog.getByRole('button', { name: 'Write and test' }).click();
  await expect.element(screen.getByText('It ends at: Role')).toBeVisible();
  const sent = new Map(api.sent.map(({ name, params }) => [name, params]));
  expect(sent.get('role.preview')).toEqual(asked);
  expect(sent.get('role.write')).toEqual({ ...asked, id: 'preview-1' });
  expect(sent.get('connection.test')).toMatchObject({ profile: 'packages', region: 'eu-west-1', domain: 'payments' });

  api.answer('plan.undo', { written: ['/home/ann/.aws/config'], skipped: [], warnings: [], findings: [] });
  await screen.getByRole('button', { name: 'Close', exact: true }).last().click();
  await screen.getByRole('button', { name: 'Undo' }).click();
  await expect.element(screen.getByText('The lines of the profile are gone again.')).toBeVisible();
});
