import type { ActivityEvent } from '../../contract/snapshot.ts';
import type { Applied } from '../apply/apply.ts';
import type { Core } from '../core/core.ts';

/** Says in the activity what was written and by that switched, and why something was not. */
export function noteWrite(core: Core, kind: ActivityEvent['kind'], message: string, applied: Applied): void {
  if (applied.written.length > 0 || applied.switched !== null) core.activity.note(kind, message, applied);
  const reasons = new Set(applied.skipped.map(({ problem }) => problem.message));
  for (const reason of reasons) core.activity.note('problem', reason);
}

/** `1 file`, `3 files`. */
export function filesOf({ written }: Pick<Applied, 'written'>): string {
  return written.length === 1 ? '1 file' : `${written.length} files`;
}
