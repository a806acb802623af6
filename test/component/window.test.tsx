import { expect, onTestFinished, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { problemOf } from '../../shared/contract/problem.ts';
import { pageRoute } from '../../shared/view/route.ts';
import { aBusySnapshot, anEmptySnapshot, aToken, NOW } from '../support/snapshots.ts';
import { fakeApi, type FakeApi, type SentRequest } from './fake-api.ts';
import { openApp, showApp } from './open-app.tsx';

/** Without the list that the settings ask for by themselves. */
function commandsOf({ sent }: FakeApi): readonly SentRequest[] {
  return sent.filter(({ name }) => name !== 'profiles.list');
}

test('goes from page to page, marks where one is and takes the focus along', async () => {
  const { screen } = await openApp('tokens', aBusySnapshot());
  await expect.element(screen.getByRole('link', { name: 'Tokens' })).toHaveAttribute('aria-current', 'page');
  await screen.getByRole('link', { name: 'Activity' }).click();
  await expect.element(screen.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
  await expect.element(screen.getByRole('link', { name: 'Activity' })).toHaveAttribute('aria-current', 'page');
  await expect.element(screen.getByRole('main', { name: 'Activity' })).toHaveFocus();
});

test('the way to the preview tells how many changes wait there', async () => {
  const { screen } = await openApp('tokens', aBusySnapshot());
  await expect.element(screen.getByRole('link', { name: 'Preview 1 pending' })).toBeVisible();
});

test('an unknown address shows the tokens', async () => {
  const api = fakeApi(aBusySnapshot());
  const screen = await showApp('tokens', api);
  location.hash = '#/nowhere';
  await expect.element(screen.getByRole('heading', { level: 1, name: '1 profile needs you' })).toBeVisible();
});

test('a token shows whose it is and when it ends, for people and for machines', async () => {
  const { screen } = await openApp('tokens', aBusySnapshot({ tokens: [aToken()] }));
  const card = screen.getByRole('article');
  await expect.element(card).toMatchTextContent(/Domain owner111122223333/);
  await expect.element(card).toMatchTextContent(/Used by2 bindings/);
  const times = card.getByRole('time').elements();
  expect(times.map((time) => time.getAttribute('datetime'))).toEqual([
    '2026-11-20T21:14:00.000Z',
    '2026-11-20T18:14:00.000Z',
  ]);
  await expect.element(card.getByRole('img', { name: /^10 h (29|30) min left$/ })).toBeVisible();
});

test('one token can be refreshed alone, and a failure says what happened and what helps', async () => {
  const { screen, api } = await openApp('tokens', aBusySnapshot({ tokens: [aToken()] }));
  api.fail('token.refresh', problemOf('throttled', 'AWS asks to slow down.', { advice: 'Wait a minute.' }));
  await screen.getByRole('button', { name: 'Refresh: platform, profile work' }).click();
  expect(api.sent).toEqual([{ name: 'token.refresh', params: { tokenId: aToken().id } }]);
  const alert = screen.getByRole('alert').filter({ hasText: 'AWS asks to slow down.' });
  await expect.element(alert).toHaveTextContent('AWS asks to slow down. Wait a minute.');
  await alert.getByRole('button', { name: 'Dismiss' }).click();
  await expect.element(alert).not.toBeInTheDocument();
});

test('the first start offers a project or the user level', async () => {
  const { screen, api } = await openApp('tokens', anEmptySnapshot());
  api.answer('profiles.list', []);
  await screen.getByRole('button', { name: 'Add a repository to the user level' }).click();
  await expect.element(screen.getByRole('dialog', { name: 'Add a binding to User level' })).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await screen.getByRole('button', { name: 'Add a project' }).click();
  await expect.element(screen.getByRole('dialog', { name: 'Add a project' })).toBeVisible();
});

test('a project without a repository leads to the projects', async () => {
  const { projects } = aBusySnapshot();
  const { screen } = await openApp('tokens', anEmptySnapshot({ projects }));
  await screen.getByRole('link', { name: 'Go to projects' }).click();
  await expect.element(screen.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
});

test('says while the connection is lost, and follows a host that counts anew', async () => {
  const { screen, api } = await openApp('tokens', aBusySnapshot({ revision: 40 }));
  const bar = screen.getByText('Connection to the app is lost, trying again');
  await expect.element(screen.getByRole('heading', { level: 1, name: '1 profile needs you' })).toBeVisible();
  api.setLink('lost');
  await expect.element(bar).toBeVisible();
  api.answer('state.get', aBusySnapshot({ revision: 1, tokens: [aToken()], plan: anEmptySnapshot().plan }));
  api.setLink('open');
  await expect.element(bar).not.toBeInTheDocument();
  await expect.element(screen.getByRole('heading', { level: 1, name: 'All signed in' })).toBeVisible();
});

test('keeps the newer snapshot when an older one comes late', async () => {
  const { screen, api } = await openApp('tokens', aBusySnapshot({ revision: 40 }));
  api.push({ tokens: [aToken()] });
  await expect.element(screen.getByRole('heading', { level: 1, name: '1 change to apply' })).toBeVisible();
  api.push({ revision: 3, tokens: [] });
  api.push({ revision: 42, paused: true });
  await expect.element(screen.getByText('Paused: no token is refreshed until you resume')).toBeVisible();
});

test('a page whose key is refused says how to get another', async () => {
  const { screen, api } = await openApp('tokens', aBusySnapshot());
  api.setLink('keyRefused');
  await expect.element(screen.getByRole('heading', { name: 'This page’s key is no longer valid' })).toBeVisible();
  await expect.element(screen.getByRole('main')).toMatchTextContent(/Run codeartifact-tray serve again/);
});

test('an engine that does not answer at first can be asked again', async () => {
  const api = fakeApi(aBusySnapshot());
  api.fail('state.get', problemOf('offline', 'The app does not answer.', { advice: 'Check that it is running.' }));
  const screen = await showApp('tokens', api);
  await expect.element(screen.getByRole('alert')).toMatchTextContent(/The app does not answer\..*Check that it is/);
  api.answer('state.get', aBusySnapshot());
  await screen.getByRole('button', { name: 'Try again' }).click();
  await expect.element(screen.getByRole('heading', { level: 1, name: '1 profile needs you' })).toBeVisible();
});

test('a demo and a broken settings file are said on every page', async () => {
  const snapshot = aBusySnapshot();
  const { screen } = await openApp('activity', {
    ...snapshot,
    host: { ...snapshot.host, demo: true },
    problem: problemOf('settingsInvalid', 'The settings file could not be read.', { advice: 'Restore it.' }),
  });
  await expect.element(screen.getByText(/^Demo: everything here is made up/)).toBeVisible();
  await expect.element(screen.getByText('The settings file could not be read.')).toBeVisible();
  await expect.element(screen.getByText('Restore it.')).toBeVisible();
});

test('activity lists the newest event first', async () => {
  const { screen } = await openApp('activity', aBusySnapshot());
  await expect.element(screen.getByText('Started')).toBeVisible();
  const [first, second] = screen.getByRole('main').getByRole('listitem').elements();
  expect(first?.textContent).toContain('Refreshed the token of platform');
  expect(second?.textContent).toContain('Started');
});

test('activity says when nothing happened yet', async () => {
  const { screen } = await openApp('activity', anEmptySnapshot());
  await expect.element(screen.getByText('Nothing happened yet')).toBeVisible();
});

test('the theme is the engine’s to keep and colours the page at once', async () => {
  const { screen, api } = await openApp('settings', aBusySnapshot());
  await screen.getByRole('radio', { name: 'Dark' }).click();
  expect(commandsOf(api)).toEqual([{ name: 'settings.setTheme', params: { theme: 'dark' } }]);
  const brightness = () => getComputedStyle(document.documentElement).backgroundColor;
  api.push({ theme: 'light' });
  await expect.poll(brightness).toBe('rgb(245, 246, 249)');
  api.push({ theme: 'dark' });
  await expect.poll(brightness).toBe('rgb(20, 23, 27)');
});

test('what a click on the tray icon does is chosen where there is a tray', async () => {
  const snapshot = aBusySnapshot();
  const { screen, api } = await openApp('settings', snapshot);
  const refreshes = screen.getByRole('radio', { name: 'Refreshes all tokens' });
  await expect.element(screen.getByText('Version')).toBeVisible();
  await expect.element(refreshes).not.toBeInTheDocument();
  api.push({ host: { ...snapshot.host, kind: 'tray' } });
  await refreshes.click();
  expect(commandsOf(api)).toEqual([{ name: 'settings.setTrayClick', params: { trayClick: 'refresh' } }]);
});

test('an address that names a row puts the focus on it, also when it comes again', async () => {
  const snapshot = aBusySnapshot();
  const id = snapshot.tokens[1]!.id;
  const { screen } = await openApp('tokens', snapshot);
  await expect.element(screen.getByRole('heading', { level: 2, name: /platform/ })).toBeVisible();
  const focused = () => document.activeElement?.getAttribute('data-row');
  async function goTo(row: string): Promise<void> {
    location.hash = pageRoute('tokens', row);
    await expect.poll(focused).toBe(row);
    expect(location.hash).toBe('#/tokens');
    (document.activeElement as HTMLElement).blur();
  }
  await goTo(id);
  await goTo(id);
  location.hash = pageRoute('projects', 'b2');
  await expect.poll(focused).toBe('b2');
  location.hash = '#/tokens/no-such-token';
  await expect.element(screen.getByRole('heading', { level: 1, name: '1 profile needs you' })).toBeVisible();
});

test('cards keep their places when a token is refreshed', async () => {
  const tokens = ['a', 'b', 'c'].map((name, index) =>
    aToken({ id: name, domain: `domain-${name}`, expiresAt: new Date(NOW + (index + 1) * 3_600_000).toISOString() }),
  );
  const { screen, api } = await openApp('tokens', anEmptySnapshot({ tokens }));
  const names = () =>
    screen
      .getByRole('heading', { level: 2 })
      .elements()
      .map((heading) => heading.textContent);
  await expect.element(screen.getByRole('heading', { level: 2, name: /domain-a/ })).toBeVisible();
  const before = names();
  for (const changes of [
    { state: 'refreshing' },
    { expiresAt: new Date(NOW + 12 * 3_600_000).toISOString() },
  ] as const) {
    api.push({ tokens: tokens.map((token) => (token.id === 'a' ? { ...token, ...changes } : token)) });
    await expect.element(screen.getByRole('heading', { level: 2, name: /domain-a/ })).toBeVisible();
    expect(names()).toEqual(before);
  }
});

test('nothing is drawn anew while nothing else is to be seen, however many seconds pass', async () => {
  vi.useFakeTimers({ now: NOW, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const { screen, api } = await openApp('tokens', anEmptySnapshot({ tokens: [aToken()] }));
  await expect.element(screen.getByRole('img', { name: /^10 h/ })).toBeInTheDocument();
  const changes: string[] = [];
  const observer = new MutationObserver((records) => changes.push(...records.map(({ target }) => target.nodeName)));
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  onTestFinished(() => observer.disconnect());
  vi.advanceTimersByTime(20_000);
  api.push({ paused: false });
  expect(observer.takeRecords().length + changes.length).toBe(0);
  vi.advanceTimersByTime(31 * 60_000);
  await expect.poll(() => observer.takeRecords().length + changes.length).toBeGreaterThan(0);
});

test('refreshing is paused in the settings', async () => {
  const { screen, api } = await openApp('settings', aBusySnapshot());
  await screen.getByRole('switch', { name: 'Refresh tokens' }).click();
  expect(commandsOf(api)).toEqual([{ name: 'agent.setPaused', params: { paused: true } }]);
});

test('quitting is offered only where the host can quit', async () => {
  const snapshot = aBusySnapshot();
  const { screen, api } = await openApp('settings', snapshot);
  const quit = screen.getByRole('button', { name: 'Quit CodeArtifact Tray' });
  await expect.element(screen.getByText('Version')).toBeVisible();
  await expect.element(quit).not.toBeInTheDocument();
  const capabilities = { ...snapshot.host.capabilities, quit: true };
  api.push({ host: { ...snapshot.host, capabilities } });
  await quit.click();
  expect(commandsOf(api)).toEqual([{ name: 'app.quit', params: {} }]);
});

test.each([320, 470, 719, 1000])('nothing overflows sideways at a width of %i', async (width) => {
  const { screen } = await openApp('tokens', aBusySnapshot());
  await page.viewport(width, 600);
  for (const name of [/^Projects/, /^Preview/, /^Activity/, /^Settings/, /^Tokens/]) {
    await screen.getByRole('link', { name }).click();
    await expect.element(screen.getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
  }
});

test('notifications are snoozed and told again, and have quiet hours, where there is a tray', async () => {
  const snapshot = aBusySnapshot();
  const { screen, api } = await openApp('settings', { ...snapshot, host: { ...snapshot.host, kind: 'tray' } });
  await screen.getByRole('button', { name: 'Snooze until tomorrow' }).click();
  await screen.getByRole('switch', { name: 'Quiet hours' }).click();
  api.push({
    notifications: {
      quietHours: { from: '22:00', to: '07:00' },
      snoozedUntil: new Date(Date.parse(snapshot.now) + 3_600_000).toISOString(),
    },
  });
  await screen.getByRole('button', { name: 'Notify again' }).click();
  await screen.getByLabelText('To').fill('08:30');
  await screen.getByLabelText('From').click();
  await screen.getByRole('switch', { name: 'Quiet hours' }).click();
  expect(commandsOf(api)).toEqual([
    { name: 'notifications.snooze', params: { until: 'tomorrow' } },
    { name: 'settings.setQuietHours', params: { quietHours: { from: '22:00', to: '07:00' } } },
    { name: 'notifications.snooze', params: { until: null } },
    { name: 'settings.setQuietHours', params: { quietHours: { from: '22:00', to: '08:30' } } },
    { name: 'settings.setQuietHours', params: { quietHours: null } },
  ]);
});
