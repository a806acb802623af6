import type { ReactNode } from 'react';
import { useSnapshot } from '../../state/page-state.ts';
import type { RefreshAll as Refreshing } from '../../state/use-refresh-all.ts';
import { Button } from '../controls/button.tsx';

/** Refreshes every token; not there while there is none. */
export function RefreshAll({
  refreshAll,
  children,
}: {
  readonly refreshAll: Refreshing;
  readonly children: string;
}): ReactNode {
  if (useSnapshot().tokens.length === 0) return null;
  return (
    <Button icon="refresh" pending={refreshAll.pending} title="Refresh all (R)" onClick={() => void refreshAll.run()}>
      {children}
    </Button>
  );
}
