import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { problemOf } from '../../shared/contract/problem.ts';
import type { SignInView } from '../../shared/contract/sign-in.ts';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { aBusySnapshot, anEmptySnapshot, NOW } from '../support/snapshots.ts';
import { fakeApi } from './fake-api.ts';
import { openApp, showApp } from './open-app.tsx';

// A tab that really opened would hide this one, which then draws once a second.
beforeEach(() => {
  vi.spyOn(window, 'open').mockReturnValue(null);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const AWS = 'https://device.sso.eu-west-1.amazonaws.com/';

function aSignIn(overrides: Partial<SignInView> = {}): SignInView {
  return {
    id: 'sso corp',
    name: 'corp',
    way: 'sso',
    profiles: ['pay-dev'],
    state: 'needed',
    url: null,
    userCode: null,
    expiresAt: null,
    problem: null,
    ...overrides,
  };
}

function waitingFor(signIn: Partial<SignInView> = {}, openBrowser = false): Snapshot {
  const snapshot = aBusySnapshot({ signIns: [aSignIn(signIn)] });
  const { host } = snapshot;
  return { ...snapshot, host: { ...host, capabilities: { ...host.capabilities, openBrowser } } };
}

const started = { signInId: 'sso corp', url: AWS, userCode: null };

describe('a session that has ended', () => {
  test.each(['tokens', 'popover'] as const)(
    'is one card on the page of %s, before the tokens that wait',
    async (page) => {
      const { screen } = await openApp(page, waitingFor());
      await expect.element(screen.getByRole('heading', { name: 'Sign in to corp' })).toBeVisible();
      await expect.element(screen.getByText('Profile pay-dev waits for it')).toBeVisible();
      expect(screen.getByText(/aws sso login/u).elements()).toEqual([]);
      const headings = screen
        .getByRole('heading')
        .elements()
        .map((heading) => heading.textContent);
      expect(headings.indexOf('Sign in to corp')).toBeLessThan(headings.indexOf('payments eu-west-1'));
    },
  );

  test('opens nothing by itself, and one tab on a click where the host opens none', async () => {
    const { open } = window;
    const api = fakeApi(waitingFor());
    api.answer('signIn.start', started);
    const screen = await showApp('tokens', api);
    await expect.element(screen.getByRole('heading', { name: 'Sign in to corp' })).toBeVisible();
    expect(api.sent).toEqual([]);
    expect(open).not.toHaveBeenCalled();
    await screen.getByRole('button', { name: 'Sign in: Sign in to corp' }).click();
    await vi.waitFor(() => expect(open).toHaveBeenCalledExactlyOnceWith(AWS, '_blank', 'noopener,noreferrer'));
    expect(api.sent).toEqual([{ name: 'signIn.start', params: { profile: 'pay-dev' } }]);
  });

  test('leaves the browser to the host that opens one', async () => {
    const { open } = window;
    const api = fakeApi(waitingFor({}, true));
    api.answer('signIn.start', started);
    const screen = await showApp('popover', api);
    await screen.getByRole('button', { name: 'Sign in: Sign in to corp' }).click();
    await vi.waitFor(() => expect(api.sent).toHaveLength(1));
    api.push({ signIns: [aSignIn({ state: 'waiting', url: AWS })] });
    await expect.element(screen.getByText('Waiting for the browser')).toBeVisible();
    expect(open).not.toHaveBeenCalled();
  });

  test('can be signed in to with a code, from another machine', async () => {
    const api = fakeApi(waitingFor());
    api.answer('signIn.start', { ...started, userCode: 'ABCD-EFGH' });
    const screen = await showApp('tokens', api);
    await screen.getByRole('button', { name: 'Use a code: Sign in to corp' }).click();
    await vi.waitFor(() =>
      expect(api.sent).toEqual([{ name: 'signIn.start', params: { profile: 'pay-dev', method: 'code' } }]),
    );
  });

  test('counts those who wait when they are many', async () => {
    const profiles = Array.from({ length: 50 }, (_, index) => `team-${index}`);
    const { screen } = await openApp('tokens', waitingFor({ profiles }));
    await expect.element(screen.getByText('team-0, team-1 and 48 more profiles wait for it')).toBeVisible();
    expect(screen.getByRole('button', { name: /^Sign in:/u }).elements()).toHaveLength(1);
  });
});

describe('a sign-in that is going on', () => {
  const waiting = {
    state: 'waiting',
    url: AWS,
    userCode: 'ABCD-EFGH',
    expiresAt: new Date(NOW + 10 * 60_000).toISOString(),
  } as const;

  test('says what it waits for, shows the code to compare and the time that is left, and can be cancelled', async () => {
    const { screen, api } = await openApp('tokens', waitingFor(waiting));
    await expect.element(screen.getByText('Waiting for the browser')).toHaveRole('status');
    await expect.element(screen.getByText('ABCD-EFGH')).toBeVisible();
    await expect.element(screen.getByText(/^(9|10) min left$/u)).toBeVisible();
    await expect.element(screen.getByRole('link', { name: 'Open the sign-in page' })).toHaveAttribute('href', AWS);
    await screen.getByRole('button', { name: 'Cancel: Sign in to corp' }).click();
    expect(api.sent).toEqual([{ name: 'signIn.cancel', params: { signInId: 'sso corp' } }]);
  });

  test('goes when it is done', async () => {
    const { screen, api } = await openApp('popover', waitingFor(waiting));
    api.push({ signIns: [] });
    await expect.element(screen.getByRole('heading', { name: 'Sign in to corp' })).not.toBeInTheDocument();
  });

  test('says why it came to nothing, with the way to try again', async () => {
    const problem = problemOf('signInExpired', 'Nobody signed in within 10 minutes.', { advice: 'Sign in again.' });
    const { screen, api } = await openApp('tokens', waitingFor({ state: 'failed', problem }));
    api.answer('signIn.start', { ...started, url: null });
    await expect.element(screen.getByText('Nobody signed in within 10 minutes.')).toHaveRole('status');
    await screen.getByRole('button', { name: 'Try again: Sign in to corp' }).click();
    expect(api.sent).toEqual([{ name: 'signIn.start', params: { profile: 'pay-dev' } }]);
  });
});

test('an MFA code is asked for, sent once it is whole, and not kept', async () => {
  const { screen, api } = await openApp('tokens', waitingFor({ way: 'mfa', name: 'admin', state: 'waiting' }));
  const field = screen.getByRole('textbox', { name: 'Code of your MFA device' });
  await field.fill('12 34');
  await expect.element(screen.getByRole('button', { name: 'Continue' })).toHaveAttribute('aria-disabled', 'true');
  await field.fill('123 456');
  await screen.getByRole('button', { name: 'Continue' }).click();
  expect(api.sent).toEqual([{ name: 'signIn.enterCode', params: { signInId: 'sso corp', code: '123456' } }]);
  await expect.element(field).toHaveValue('');
});

describe('a machine on its first day', () => {
  test('is told which profiles were found', async () => {
    const api = fakeApi(anEmptySnapshot());
    api.answer('profiles.list', [
      { name: 'sso-dev', kind: 'sso', region: 'eu-west-1', account: '111122223333' },
      { name: 'old', kind: 'none', region: null, account: null },
      { name: 'work', kind: 'keys', region: null, account: null },
    ]);
    const screen = await showApp('tokens', api);
    await expect.element(screen.getByText('2 AWS profiles found: sso-dev (SSO), work (access keys)')).toBeVisible();
  });

  test('without any is shown the way to one', async () => {
    const api = fakeApi(anEmptySnapshot());
    api.answer('profiles.list', []);
    const screen = await showApp('tokens', api);
    await expect.element(screen.getByText(/^No AWS profile was found/u)).toBeVisible();
    await screen.getByRole('button', { name: 'Set up a role' }).click();
    await expect.element(screen.getByRole('dialog', { name: 'Set up a role' })).toBeVisible();
  });
});

describe('where a list waits for a session', () => {
  test.each([
    ['domains.list', 'add'],
    ['connection.test', 'test'],
  ] as const)('%s offers the sign-in in its place, and is asked again after it', async (request, where) => {
    const snapshot = aBusySnapshot({ signIns: [] });
    const api = fakeApi(snapshot);
    const needed = problemOf('signInNeeded', 'The SSO session of profile pay-dev has ended.', {
      advice: 'Sign in again.',
      command: 'codeartifact-tray sign-in --profile pay-dev',
    });
    api.answer('profiles.list', [{ name: 'pay-dev', kind: 'sso', region: 'eu-west-1', account: null }]);
    if (where === 'add') api.fail('domains.list', needed);
    else {
      const step = { name: 'identity', state: 'failed', text: '', problem: needed } as const;
      api.answer('connection.test', { steps: [step], account: null, arn: null });
    }
    const screen = await showApp(where === 'add' ? 'projects' : 'settings', api);
    await screen
      .getByRole('button', { name: where === 'add' ? 'Add binding to web-store' : 'Test the connection of pay-dev' })
      .first()
      .click();
    const dialog = screen.getByRole('dialog');
    await expect.element(dialog.getByText(needed.message).first()).toBeVisible();
    expect(dialog.getByText(/codeartifact-tray sign-in/u).elements()).toEqual([]);
    api.answer('signIn.start', started);
    await dialog.getByRole('button', { name: 'Sign in as pay-dev' }).click();
    expect(api.sent.find(({ name }) => name === 'signIn.start')?.params).toEqual({ profile: 'pay-dev' });
    api.push({ signIns: [aSignIn({ state: 'waiting', url: AWS })] });
    await expect.element(dialog.getByRole('button', { name: 'Cancel: Sign in to corp' })).toBeVisible();
    const asked = () => api.sent.filter(({ name }) => name === request).length;
    const before = asked();
    api.push({ signIns: [] });
    await expect.poll(asked).toBe(before + 1);
  });
});
