import { useEffect, useEffectEvent } from 'react';
import { usePage } from './page-state.ts';
import { useCommand } from './use-request.ts';

export type RefreshAll = { readonly pending: boolean; readonly run: () => Promise<void> };

/** Refreshes every token now, by button or by the key R. Call it once a layout, so that both share the running request. */
export function useRefreshAll(): RefreshAll {
  const { status } = usePage();
  const command = useCommand('token.refreshAll');

  async function run(): Promise<void> {
    if ((await command.run({})) !== null) status.done('Every token was refreshed.');
  }

  useShortcut('r', () => void run());
  return { pending: command.pending, run };
}

/** Runs on a plain key press, unless the person is typing, a dialog is open, or the key belongs to a chord. */
function useShortcut(key: string, run: () => void): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== key || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target instanceof HTMLElement && event.target.closest('input, select, textarea, dialog') !== null) return;
    if (document.querySelector('dialog[open]') !== null) return;
    event.preventDefault();
    run();
  });

  useEffect(() => {
    function listen(event: KeyboardEvent): void {
      onKeyDown(event);
    }
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
