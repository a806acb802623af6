import type { ReactNode } from 'react';
import { headline } from '../../../shared/view/standing/headline.ts';
import { useSnapshot, useTextAt } from '../../state/page-state.ts';

/** How things stand, in one sentence. Alone, so that nothing around it renders along with the time. */
export function HeadlineTitle(): ReactNode {
  const snapshot = useSnapshot();
  return useTextAt((now) => headline(snapshot, now).title);
}

/** What counts, and the next event. */
export function HeadlineDetail(): ReactNode {
  const snapshot = useSnapshot();
  return useTextAt((now) => headline(snapshot, now).detail);
}
