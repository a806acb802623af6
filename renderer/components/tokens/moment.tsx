import type { ReactNode } from 'react';
import { fullMomentText, momentText } from '../../../shared/view/time/moment.ts';
import { useMinute } from '../../state/page-state.ts';

/** A moment in local time, with the exact one for machines and for the pointer. */
export function Moment({ at }: { readonly at: string }): ReactNode {
  return (
    <time dateTime={at} title={fullMomentText(at)}>
      {momentText(at, useMinute())}
    </time>
  );
}
