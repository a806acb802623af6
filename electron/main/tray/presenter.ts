import type { EngineApi } from '../../../shared/contract/engine-api.ts';
import type { Snapshot } from '../../../shared/contract/snapshot.ts';
import type { Clock, Log } from '../../../shared/ports/host.ts';
import { menuModel } from '../../../shared/view/tray/menu.ts';
import { situationOf } from '../../../shared/view/tray/telling.ts';
import { trayView } from '../../../shared/view/tray/tray.ts';
import type { Notifier } from './notifications.ts';
import type { TrayController } from './tray.ts';

export type PresenterDelegate = {
  readonly api: EngineApi;
  readonly clock: Clock;
  readonly tray: Pick<TrayController, 'render'>;
  readonly notifier: Pick<Notifier, 'update'>;
  /** Settings of the tray itself, at once: windows take the theme when they are made. */
  readonly onSettings: (settings: Pick<Snapshot, 'theme' | 'trayClick'>) => void;
  readonly log: Log;
};

/** Snapshots closer together than this are shown as one, so that the icon doesn't flicker. Milliseconds. */
const COALESCE = 200;
/** Deadlines come nearer without any snapshot: they are looked at so often, and when a token ends. Milliseconds. */
const TICK = 60_000;

/** Shows every snapshot in the tray, its menu and, where a person is needed, a notification. Returns what ends it. */
export function present({ api, clock, tray, notifier, onSettings, log }: PresenterDelegate): () => void {
  let latest: Snapshot | null = null;
  let cancelRender: (() => void) | null = null;
  let cancelTick = () => {};

  function render(): void {
    if (latest === null) return;
    const now = clock.now();
    cancelTick();
    cancelTick = clock.after(nextLook(latest, now), render);
    tray.render(trayView(latest, now), menuModel(latest, now));
    notifier.update(situationOf(latest, now), now);
  }
  function receive(snapshot: Snapshot): void {
    if (latest !== null && snapshot.revision < latest.revision) return;
    latest = snapshot;
    onSettings(snapshot);
    cancelRender ??= clock.after(COALESCE, () => {
      cancelRender = null;
      render();
    });
  }

  async function fetchFirst(): Promise<void> {
    const result = await api.request('state.get', {});
    if (result.ok) receive(result.value);
    else log('error', `No state to show: ${result.error.message}`);
  }

  const unsubscribe = api.subscribe(receive);
  void fetchFirst();
  return () => {
    unsubscribe();
    cancelRender?.();
    cancelTick();
  };
}

function nextLook({ tokens }: Snapshot, now: number): number {
  const ends = tokens.flatMap(({ expiresAt }) => (expiresAt === null ? [] : [Date.parse(expiresAt) - now]));
  return Math.min(TICK, ...ends.filter((left) => left > 0));
}
