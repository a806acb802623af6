import { afterEach, expect, test, vi } from 'vitest';
import { problemOf } from '../../shared/contract/problem.ts';
import { aBinding, aBusySnapshot, anEmptySnapshot } from '../support/snapshots.ts';
import { openApp } from './open-app.tsx';

afterEach(() => {
  vi.restoreAllMocks();
});

test('says in one sentence how things stand', async () => {
  const { screen } = await openApp('popover', aBusySnapshot());
  await expect.element(screen.getByRole('heading', { level: 1 })).toHaveTextContent('1 profile needs you');
});

test('counts down second by second by the clock of the host', async () => {
  const { screen } = await openApp('popover', aBusySnapshot());
  await expect.element(screen.getByText('ds-admin · retrying in 20 s')).toBeVisible();
  await expect.element(screen.getByText('ds-admin · retrying in 18 s'), { timeout: 4000 }).toBeVisible();
});

test('shows problems before the tokens that are fine', async () => {
  const { screen } = await openApp('popover', aBusySnapshot());
  await expect.element(screen.getByRole('heading', { name: 'Needs you' })).toBeVisible();
  const headings = screen.getByRole('heading').elements();
  expect(headings.map((heading) => heading.textContent)).toEqual([
    '1 profile needs you',
    'Needs you',
    'payments eu-west-1',
    'Tokens',
    'data-science us-west-2',
    'platform us-east-1',
    'Projects',
    'web-store',
    'forecasts',
  ]);
});

test('tells a person without a session what to run, and tries again when asked', async () => {
  const { screen, api } = await openApp('popover', aBusySnapshot());
  await expect.element(screen.getByText('The SSO session of profile pay-dev has ended.')).toBeVisible();
  await expect.element(screen.getByText('codeartifact-tray sign-in --profile pay-dev')).toBeVisible();
  expect(screen.getByRole('button', { name: /sign in/i }).elements()).toEqual([]);
  await screen.getByRole('button', { name: 'Try again: payments, profile pay-dev' }).click();
  expect(api.sent).toEqual([{ name: 'token.refresh', params: { tokenId: 'pay-dev/eu-west-1/payments/444455556666' } }]);
});

test('copies the command and says so to a screen reader', async () => {
  const { screen } = await openApp('popover', aBusySnapshot());
  const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await screen.getByRole('button', { name: 'Copy command' }).click();
  await expect.element(screen.getByRole('status')).toHaveTextContent('Copied. Run it in a terminal, then try again.');
  expect(writeText).toHaveBeenCalledWith('codeartifact-tray sign-in --profile pay-dev');
});

test('still copies where the host refuses the clipboard', async () => {
  const { screen } = await openApp('popover', aBusySnapshot());
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('denied', 'NotAllowedError'));
  const copied: string[] = [];
  document.addEventListener('copy', () => copied.push(getSelection()?.toString() ?? ''), { once: true });
  await screen.getByRole('button', { name: 'Copy command' }).click();
  await expect.element(screen.getByRole('status')).toMatchTextContent(/^Copied/);
  expect(copied).toEqual(['codeartifact-tray sign-in --profile pay-dev']);
});

test('a refused binding stands on top with its sentence and what fixes it', async () => {
  const refused = aBinding({
    state: 'refused',
    problem: problemOf('secretInGit', 'The file .npmrc is tracked by git.', { advice: 'Take the token out of it.' }),
  });
  const { screen } = await openApp('popover', aBusySnapshot({ tokens: [], bindings: [refused] }));
  const section = screen.getByRole('region', { name: 'Needs you' });
  await expect.element(section).toMatchTextContent(/The file \.npmrc is tracked by git\./);
  await expect.element(section).toMatchTextContent(/Take the token out of it\./);
});

test('a switch asks for the other state and shows the engine’s, not its own', async () => {
  const snapshot = aBusySnapshot();
  const { screen, api } = await openApp('popover', snapshot);
  const answer = api.hold('binding.setEnabled');
  const toggle = screen.getByRole('switch', { name: 'npm platform / web-releases @store web-store' });
  await expect.element(toggle).toBeChecked();
  await toggle.click();
  await expect.element(toggle).toHaveAttribute('aria-busy', 'true');
  await expect.element(toggle).toBeChecked();
  await toggle.click();
  expect(api.sent).toEqual([{ name: 'binding.setEnabled', params: { bindingId: 'b1', enabled: false } }]);
  api.push({ bindings: [aBinding({ enabled: false, state: 'pending' }), ...snapshot.bindings.slice(1)] });
  answer();
  await expect.element(toggle).not.toBeChecked();
  await expect.element(toggle).toHaveAttribute('aria-busy', 'false');
});

test('a switch that is refused says why', async () => {
  const { screen, api } = await openApp('popover', aBusySnapshot());
  api.fail('binding.setEnabled', problemOf('locked', 'Another process is writing.', { advice: 'Try again.' }));
  await screen.getByRole('switch', { name: /platform \/ tools/ }).click();
  await expect.element(screen.getByRole('alert').filter({ hasText: 'Another process is writing.' })).toBeVisible();
});

test('each project says how it stands', async () => {
  const { screen } = await openApp('popover', aBusySnapshot());
  await expect.element(screen.getByRole('article', { name: 'web-store' })).toMatchTextContent(/In sync/);
  await expect.element(screen.getByRole('article', { name: 'forecasts' })).toMatchTextContent(/1 change/);
});

test('refreshes everything by its button and by the key R, one request at a time', async () => {
  const { screen, api } = await openApp('popover', aBusySnapshot());
  const answer = api.hold('token.refreshAll');
  const button = screen.getByRole('button', { name: 'Refresh', exact: true });
  await button.click();
  await expect.element(button).toHaveAttribute('aria-busy', 'true');
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', bubbles: true }));
  expect(api.sent).toEqual([{ name: 'token.refreshAll', params: {} }]);
  answer();
  await expect.element(screen.getByRole('status')).toHaveTextContent('Every token was refreshed.');
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', bubbles: true }));
  await expect.poll(() => api.sent).toHaveLength(2);
});

test('Preview and Open stay in this page where the host has no window', async () => {
  const { screen, api } = await openApp('popover', aBusySnapshot());
  await screen.getByRole('button', { name: 'Preview' }).click();
  expect(location.hash).toBe('#/preview');
  expect(api.sent).toEqual([]);
});

test('Preview asks the host for its window at that page where it has one', async () => {
  const snapshot = aBusySnapshot();
  const capabilities = { ...snapshot.host.capabilities, openWindow: true };
  const { screen, api } = await openApp('popover', { ...snapshot, host: { ...snapshot.host, capabilities } });
  await screen.getByRole('button', { name: 'Preview' }).click();
  expect(api.sent).toEqual([{ name: 'window.open', params: { page: 'preview' } }]);
  expect(location.hash).toBe('#/popover');
});

test('pauses, and resumes from the bar that says so', async () => {
  const { screen, api } = await openApp('popover', aBusySnapshot());
  await screen.getByRole('button', { name: 'Pause' }).click();
  api.push({ paused: true });
  await expect.element(screen.getByText('Paused: no token is refreshed until you resume')).toBeVisible();
  await screen.getByRole('button', { name: 'Resume' }).first().click();
  expect(api.sent).toEqual([
    { name: 'agent.setPaused', params: { paused: true } },
    { name: 'agent.setPaused', params: { paused: false } },
  ]);
});

test('the first start explains itself and offers one way to begin', async () => {
  const { screen } = await openApp('popover', anEmptySnapshot());
  await expect.element(screen.getByRole('listitem')).toHaveLength(3);
  await screen.getByRole('button', { name: 'Set up' }).click();
  expect(location.hash).toBe('#/tokens');
});
