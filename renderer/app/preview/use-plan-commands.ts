import { useState } from 'react';
import type { ApplyReport } from '../../../shared/contract/requests.ts';
import { counted } from '../../../shared/view/standing/mark.ts';
import { usePage } from '../../state/page-state.ts';
import { useCommand, useRequest } from '../../state/use-request.ts';

/** What can be done with the plan, and what came of the last try. */
export type PlanCommands = {
  readonly apply: (planId: string) => Promise<void>;
  readonly applying: boolean;
  readonly discard: () => Promise<void>;
  readonly discarding: boolean;
  readonly undo: () => Promise<void>;
  readonly undoing: boolean;
  /** True when the last apply was refused because it was made for another plan. */
  readonly planChanged: boolean;
  /** Files that the last apply could not write. */
  readonly skipped: ApplyReport['skipped'];
};

export function usePlanCommands(): PlanCommands {
  const { status } = usePage();
  const applying = useRequest('plan.apply');
  const discarding = useCommand('plan.discard');
  const undoing = useCommand('plan.undo');
  const [planChanged, setPlanChanged] = useState(false);
  const [skipped, setSkipped] = useState<ApplyReport['skipped']>([]);

  function forget(): void {
    setPlanChanged(false);
    setSkipped([]);
  }

  async function undo(): Promise<void> {
    const report = await undoing.run({});
    if (report === null) return;
    setSkipped(report.skipped);
    status.done(`Taken back in ${counted(report.written.length, 'file')}.`);
  }

  async function apply(planId: string): Promise<void> {
    forget();
    const result = await applying.send({ planId });
    if (result === null) return;
    if (result.ok) {
      const { written, skipped: waiting, findings } = result.value;
      setSkipped(waiting);
      const stuck = new Set(findings.filter(({ severity }) => severity === 'wrong').map(({ bindingId }) => bindingId));
      const but =
        stuck.size === 0 ? '' : ` ${counted(stuck.size, 'binding')} not signed in all the same: see Projects.`;
      if (written.length > 0) {
        status.done(`${counted(written.length, 'file')} written.${but}`, { label: 'Undo', run: undo });
      }
    } else if (result.error.code === 'planChanged') {
      setPlanChanged(true);
    } else {
      status.problem(result.error);
    }
  }

  async function discard(): Promise<void> {
    forget();
    if ((await discarding.run({})) !== null)
      status.done('Discarded. No file was touched, and every switch is back where its files are.');
  }

  return {
    apply,
    applying: applying.pending,
    discard,
    discarding: discarding.pending,
    undo,
    undoing: undoing.pending,
    planChanged,
    skipped,
  };
}
