import { usePage } from './page-state.ts';
import { useCommand } from './use-request.ts';
import { useShortcut } from './use-shortcut.ts';

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
