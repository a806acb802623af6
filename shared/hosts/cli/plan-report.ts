import { visibleLine } from '../../view/plain-text.ts';
import type { BindingFinding } from '../../contract/doctor.ts';
import type { Problem } from '../../contract/problem.ts';
import type { ApplyReport } from '../../contract/requests.ts';
import type { AccountView } from '../../contract/account.ts';
import type { BindingList, BindingProblem, PendingPlan } from '../../contract/parts.ts';
import type { PlanWarning } from '../../contract/snapshot.ts';
import type { Report } from './report.ts';
import { accountLines, accountWarnings, problemLines } from './words.ts';

type PlanReport = Report & {
  readonly json: { readonly warnings: readonly Pick<PlanWarning, 'code' | 'message' | 'path'>[] };
};

/** The plan as the CLI contract has it: `{changes, warnings}`. */
export function planReport(plan: Pick<PendingPlan, 'changes' | 'warnings'>): PlanReport {
  const json = {
    changes: plan.changes.map(({ path, realPath, client, bindings, exists, gitTracked, diff }) => {
      const leads = realPath === path ? {} : { realPath };
      return { path, ...leads, client, bindings, exists, gitTracked, diff };
    }),
    warnings: plan.warnings.map(({ code, message, path }) => ({ code, message, path })),
  };
  const notes = plan.warnings.flatMap((warning) => problemLines('warning', warning));
  const lines = plan.changes.flatMap(({ diff, mode, displayPath, summary }) =>
    mode === null ? [diff.trimEnd()] : [diff.trimEnd(), visibleLine(`# ${displayPath}: ${summary}`)],
  );
  return { json, text: lines.length === 0 ? 'Nothing to change.' : lines.join('\n'), notes };
}

/** With whose account it is, as a part of the document, or as notes beside the text; its warning stands with those of the plan. */
export function withAccount({ json, text, notes = [] }: PlanReport, account: AccountView, isDocument: boolean): Report {
  const { warning } = account;
  const whose = isDocument ? [] : accountLines(account);
  const more = warning === null ? [] : [{ code: warning.code, message: warning.message, path: null }];
  return {
    json: { ...json, account, warnings: [...json.warnings, ...more] },
    text,
    notes: [...whose, ...accountWarnings(account), ...notes],
  };
}

/** Why bindings and files could not be brought about, each reason once. */
export function skippedProblems(
  ofBindings: readonly BindingProblem[],
  skipped: ApplyReport['skipped'],
): readonly Problem[] {
  const all = [...ofBindings, ...skipped].map(({ problem }) => problem);
  return [...new Map(all.map((problem) => [problem.message, problem])).values()];
}

/** What was written, but did not come back as it was. */
export function warningNotes(warnings: ApplyReport['warnings']): readonly string[] {
  return warnings.flatMap(({ problem }) => problemLines('warning', problem));
}

/** What stands in the way of bindings, each thing once, with what is to be done about it. */
export function findingNotes(
  { bindings }: Pick<BindingList, 'bindings'>,
  findings: readonly BindingFinding[],
): readonly string[] {
  const notes = findings.flatMap(({ bindingId, severity, problem }) => {
    const binding = bindings.find(({ id }) => id === bindingId);
    if (severity === 'note' || binding === undefined) return [];
    const { client, domain, repository } = binding;
    const label = severity === 'wrong' ? `${client} is not signed in to ${domain}/${repository}` : 'warning';
    return [problemLines(label, problem).join('\n')];
  });
  return [...new Set(notes)];
}
