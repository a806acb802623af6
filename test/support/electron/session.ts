import type * as Electron from 'electron';
import { registerSchemesOnce } from './app.ts';
import { modelled, needsReady, refuse } from './model.ts';
import { world } from './world.ts';

type PermissionRequest = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type PermissionCheck = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
type Filter = (
  details: Electron.OnBeforeRequestListenerDetails,
  answer: (response: Electron.CallbackResponse) => void,
) => void;

let schemes: readonly Electron.CustomScheme[] = [];
let serving = new Map<string, (request: Request) => Response | Promise<Response>>();
const handlers: { request: PermissionRequest; check: PermissionCheck; filter: Filter | null } = {
  request: null,
  check: null,
  filter: null,
};

world.onReset.push(() => {
  schemes = [];
  serving = new Map();
  Object.assign(handlers, { request: null, check: null, filter: null });
});

export const protocol = modelled('protocol', {
  registerSchemesAsPrivileged(customSchemes) {
    registerSchemesOnce();
    world.calls.push('protocol.registerSchemesAsPrivileged');
    schemes = customSchemes;
  },
  handle(scheme, handler) {
    needsReady('protocol.handle');
    world.calls.push('protocol.handle');
    serving.set(scheme, handler as never);
  },
} satisfies Pick<typeof Electron.protocol, 'registerSchemesAsPrivileged' | 'handle'>);

const permissions = {
  setPermissionRequestHandler(handler) {
    world.calls.push('session.setPermissionRequestHandler');
    handlers.request = handler;
  },
  setPermissionCheckHandler(handler) {
    handlers.check = handler;
  },
} satisfies Pick<Electron.Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>;

const webRequest = modelled('session.webRequest', {
  onBeforeRequest(filter: Electron.WebRequestFilter, listener: Filter) {
    // An empty list has not meant "everything" since Electron 35.
    if (!filter.urls.includes('<all_urls>'))
      refuse('session.webRequest.onBeforeRequest for a filter on some addresses');
    handlers.filter = listener;
  },
});

const defaultSession = modelled('session.defaultSession', { ...permissions, webRequest });

export const session = modelled('session', {
  get defaultSession() {
    needsReady('session');
    return defaultSession;
  },
});

export function privilegedSchemes(): readonly Electron.CustomScheme[] {
  return schemes;
}

/** A page fetches an address of a custom scheme. */
export async function fetchFrom(url: string, method = 'GET'): Promise<Response> {
  const handler = serving.get(new URL(url).protocol.slice(0, -1));
  if (handler === undefined) throw new Error(`net::ERR_UNKNOWN_URL_SCHEME ${url}`);
  // Request of undici takes any scheme; like Chromium, it resolves dot segments.
  return handler(new Request(url, { method }));
}

/** True when Chromium would grant it: without a handler it grants everything. */
export function grants(permission: string): { readonly asked: boolean; readonly looked: boolean } {
  let asked = handlers.request === null;
  handlers.request?.(null as never, permission as never, (granted) => (asked = granted), {} as never);
  return {
    asked,
    looked: handlers.check === null || handlers.check(null, permission as never, 'app://bundle', {} as never),
  };
}

/** True when a page's request goes out. */
export function lets(url: string): boolean {
  let isCancelled = false;
  handlers.filter?.({ url } as never, ({ cancel }) => (isCancelled = cancel === true));
  return !isCancelled;
}
