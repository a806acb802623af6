import type { Net, PowerMonitor } from 'electron';
import type { Clock, HostSignal } from '../../../shared/ports/host.ts';

export type PowerDelegate = {
  readonly powerMonitor: Pick<PowerMonitor, 'on'>;
  readonly net: Pick<Net, 'isOnline'>;
  readonly clock: Clock;
  readonly signal: (signal: HostSignal) => void;
  /** The OS is shutting down. */
  readonly onShutdown: () => void;
};

/** How often the network is looked at; the main process gets no event for it. */
const NETWORK_CHECK = 15_000;

/** Tells the engine when timers may have slept or a failed request may work again. After ready. */
export function watchPower({ powerMonitor, net, clock, signal, onShutdown }: PowerDelegate): void {
  powerMonitor.on('resume', () => signal('resume'));
  powerMonitor.on('unlock-screen', () => signal('unlock'));
  powerMonitor.on('shutdown', onShutdown);

  let wasOnline = net.isOnline();
  function checkNetwork(): void {
    const isOnline = net.isOnline();
    if (isOnline && !wasOnline) signal('online');
    wasOnline = isOnline;
    clock.after(NETWORK_CHECK, checkNetwork);
  }
  clock.after(NETWORK_CHECK, checkNetwork);
}
