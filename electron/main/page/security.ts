import type { App, Event, Session, WebContents, WebPreferences } from 'electron';
import type { Log } from '../../../shared/ports/host.ts';
import { APP_ORIGIN, APP_SCHEME } from './protocol.ts';

/** The only settings a page of ours is ever opened with. */
export function pagePreferences(preload: string, isPackaged: boolean): WebPreferences {
  return {
    preload,
    // All three are defaults; written out, because setting one of them wrong turns the sandbox off silently.
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    devTools: !isPackaged,
    spellcheck: false,
  };
}

/**
 * Turns the OS sandbox on for every process, unless the person who started the app turned it off, as root has to: against the
 * switch each process would end as soon as it starts, for ever. Pages stay without Node either way. Before ready.
 */
export function sandboxProcesses(app: Pick<App, 'enableSandbox' | 'commandLine'>, log: Log): void {
  if (app.commandLine.hasSwitch('no-sandbox')) log('warn', "Chromium's sandbox is off, because of --no-sandbox");
  else app.enableSandbox();
}

/** No page may leave the app, open a window or embed another page. */
export function lockNavigation(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => {
    const refuse = (event: Event) => event.preventDefault();
    contents.on('will-navigate', refuse);
    contents.on('will-frame-navigate', refuse);
    contents.on('will-redirect', refuse);
    contents.on('will-attach-webview', refuse);
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** Denies every permission, both when asked for and when only looked up: the two are independent. */
export function denyPermissions(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>,
): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
}

/** Pages load their own files and talk to the engine by IPC; no request of theirs reaches a network. */
export function blockNetwork(session: { readonly webRequest: Pick<Session['webRequest'], 'onBeforeRequest'> }): void {
  session.webRequest.onBeforeRequest({ urls: ['<all_urls>'] }, (details, answer) =>
    answer({ cancel: !isAllowedRequest(details.url) }),
  );
}

function isAllowedRequest(url: string): boolean {
  // data: is allowed for images by the page's policy; devtools: exists in unpackaged apps only.
  return [`${APP_SCHEME}:`, 'data:', 'devtools:'].includes(URL.parse(url)?.protocol ?? '');
}

type Sender = {
  readonly senderFrame: { readonly parent: unknown; readonly origin: string } | null;
  readonly sender: WebContents;
};

/**
 * True when a message comes from the top frame of one of our windows. To be asked synchronously, before any await:
 * `senderFrame` is null later. `origin` is Chromium's; Node's URL.origin is "null" for every custom scheme.
 */
export function isTrusted({ senderFrame, sender }: Sender, ours: (contents: WebContents) => boolean): boolean {
  return senderFrame !== null && senderFrame.parent === null && senderFrame.origin === APP_ORIGIN && ours(sender);
}
