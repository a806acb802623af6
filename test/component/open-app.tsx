import { page } from 'vitest/browser';
import { render, type RenderResult } from 'vitest-browser-react';
import { App } from '../../renderer/app/app.tsx';
import type { Route } from '../../renderer/state/route.ts';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { fakeApi, type FakeApi } from './fake-api.ts';

export type OpenedApp = { readonly screen: RenderResult; readonly api: FakeApi };

/** Shows the app at a route over a fake engine. */
export async function openApp(route: Route, snapshot: Snapshot): Promise<OpenedApp> {
  const api = fakeApi(snapshot);
  return { screen: await showApp(route, api), api };
}

/** Shows the app at a route over an engine that was prepared, in a window of usual size. */
export async function showApp(route: Route, api: FakeApi): Promise<RenderResult> {
  await page.viewport(1000, 700);
  location.hash = `#/${route}`;
  return render(<App link={api} />);
}
