// Runs a built main in plain Node with the fake as `electron`, as Electron would: first the whole module, then ready.
// node run-main.ts MAIN [locked | no-tray | SIGNAL | SWITCH ...]; a signal ends it instead of quit(). Prints one JSON document.
// Exit code 13: the module waits for ready, and for ever.
import '../support/electron/native.ts';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { REQUEST_CHANNEL } from '../../shared/contract/request-names.ts';
import { app, appState, becomeReady } from '../support/electron/app.ts';
import { windows } from '../support/electron/browser-window.ts';
import { invokeFrom, ipcChannels } from '../support/electron/ipc-main.ts';
import type { FakeMenu } from '../support/electron/menu.ts';
import { fetchFrom, grants, lets, privilegedSchemes } from '../support/electron/session.ts';
import { trays } from '../support/electron/tray.ts';
import { resetWorld, world } from '../support/electron/world.ts';

const [, , main = '', ...modes] = process.argv;
resetWorld({ hasLock: !modes.includes('locked'), hasTray: !modes.includes('no-tray'), switches: modes });
// What the real process has: something that keeps it alive once the app runs.
await import(pathToFileURL(main).href);
const beforeReady = [...world.calls];
const schemes = privilegedSchemes();
const alive = setInterval(() => {}, 1000);
if (appState() === 'running') await becomeReady();
await until(() => trays()[0]?.tooltip);
// A person clicks the icon; in the demo the window opens by itself.
trays()[0]?.emit('click');
const popover = await until(() => windows()[0]);
const state = popover === undefined ? null : await ask('state.get', {});
const profiles = popover === undefined ? null : await ask('profiles.list', {});
const refusal = popover === undefined ? null : await ask('app.quit', {}, 'https://example.com').catch(String);
const saved = popover === undefined ? null : await ask('settings.setTheme', { theme: 'dark' });
const refreshed = popover === undefined ? null : await ask('token.refreshAll', {});
await until(() => (windows().length > 1 && trays()[0]?.tooltip.includes('Starting') === false ? true : undefined));
const page = popover === undefined ? null : await fetchFrom('app://bundle/index.html');
const result = {
  beforeReady,
  schemes,
  calls: [...world.calls],
  channels: ipcChannels(),
  pages: windows().flatMap(({ loaded }) => loaded),
  sandboxed: windows().map(({ options }) => options.webPreferences?.sandbox ?? false),
  preload: popover?.options.webPreferences?.preload ?? null,
  tray: trays().map(({ icon, tooltip, menu }) => ({
    icon,
    tooltip,
    menu: (menu as FakeMenu).template.map(({ label }) => label),
  })),
  state,
  profiles,
  refusal,
  saved,
  refreshed,
  page: page === null ? null : { status: page.status, policy: page.headers.get('content-security-policy') },
  grants: world.isReady ? grants('media') : null,
  leaves: lets('https://example.com/'),
};
if (appState() === 'running') {
  const signal = modes.find((mode) => mode.startsWith('SIG'));
  if (signal === undefined) app.quit();
  else process.kill(process.pid, signal);
  await until(() => (appState() === 'exited' ? true : undefined));
}
clearInterval(alive);
const quit = { state: appState(), trayDestroyed: trays().map(({ destroyed }) => destroyed), channels: ipcChannels() };
if (!process.stdout.write(JSON.stringify({ ...result, quit }))) await once(process.stdout, 'drain');
process.exit(0);

function ask(name: string, params: unknown, origin = 'app://bundle'): Promise<unknown> {
  return invokeFrom(popover?.webContents, { parent: null, origin }, REQUEST_CHANNEL, name, params);
}

/** Looks until something is there, for at most 5 s and only while the app runs. */
async function until<Value>(look: () => Value | undefined): Promise<Value | undefined> {
  const end = Date.now() + 5_000;
  for (;;) {
    const found = look();
    if (found !== undefined || Date.now() > end || appState() === 'exited') return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
