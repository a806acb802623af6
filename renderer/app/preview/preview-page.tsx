import { useState, type ReactNode } from 'react';
import type { ApplyReport } from '../../../shared/contract/requests.ts';
import type { PlanChange, PlanWarning, Snapshot } from '../../../shared/contract/snapshot.ts';
import { diffLines } from '../../../shared/view/diff-lines.ts';
import { plainText } from '../../../shared/view/plain-text.ts';
import { counted } from '../../../shared/view/standing/mark.ts';
import { Button } from '../../components/controls/button.tsx';
import { DiffView } from './diff-view.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ClientTag, Pill } from '../../components/pill.tsx';
import { ProblemNote } from '../../components/standing/problem-note.tsx';
import { useSnapshot } from '../../state/page-state.ts';
import { fileGroups } from '../../state/plan-files.ts';
import { PreviewFiles } from './preview-files.tsx';
import { usePlanCommands, type PlanCommands } from './use-plan-commands.ts';

/** What an apply would write, file by file, before anything is written. */
export function PreviewPage(): ReactNode {
  const snapshot = useSnapshot();
  const commands = usePlanCommands();
  const { changes, warnings } = snapshot.plan;
  return (
    <>
      <PreviewHeader snapshot={snapshot} commands={commands} />
      {commands.skipped.length > 0 && <SkippedNote skipped={commands.skipped} />}
      {commands.planChanged && (
        <div className="note" data-tone="warn" role="alert">
          <Icon name="alert" />
          <div className="note-body">
            <p className="note-message">Something changed since this preview was made, so nothing was written.</p>
            <p>This is the new preview: look at it, then apply it.</p>
          </div>
        </div>
      )}
      {warnings.length > 0 && <Warnings warnings={warnings} />}
      {changes.length === 0 ? <NothingToChange /> : <PreviewPanes snapshot={snapshot} />}
    </>
  );
}

type PreviewHeaderProps = { readonly snapshot: Snapshot; readonly commands: PlanCommands };

function PreviewHeader({ snapshot, commands }: PreviewHeaderProps): ReactNode {
  const { plan, canUndo } = snapshot;
  const count = plan.changes.length;
  if (count === 0) {
    return (
      <PageHeader title="Preview" detail="What would change in your files shows up here first.">
        {canUndo && (
          <Button icon="undone" pending={commands.undoing} onClick={() => void commands.undo()}>
            Undo last apply
          </Button>
        )}
      </PageHeader>
    );
  }
  return (
    <PageHeader
      title={`${counted(count, 'change')}, nothing written yet`}
      detail="Every other byte of these files stays as it is. Tokens are masked here."
    >
      <Button pending={commands.discarding} onClick={() => void commands.discard()}>
        Discard
      </Button>
      <Button look="primary" pending={commands.applying} onClick={() => void commands.apply(plan.id)}>
        {`Apply ${counted(count, 'change')}`}
      </Button>
    </PageHeader>
  );
}

function PreviewPanes({ snapshot }: { readonly snapshot: Snapshot }): ReactNode {
  const [wanted, setWanted] = useState<string | null>(null);
  const groups = fileGroups(snapshot);
  const changes = groups.flatMap((group) => group.changes);
  const selected = changes.find((change) => change.path === wanted) ?? changes[0];
  return (
    <div className="preview">
      <PreviewFiles
        groups={groups}
        untouched={snapshot.plan.untouched}
        selected={selected?.path ?? null}
        onSelect={setWanted}
      />
      {selected !== undefined && <PreviewDiff change={selected} />}
    </div>
  );
}

/** One file's change: which file it is, and every line of it. */
function PreviewDiff({ change }: { readonly change: PlanChange }): ReactNode {
  return (
    <section className="preview-diff" aria-labelledby="preview-file">
      <header className="preview-file">
        <h2 id="preview-file" className="path" title={change.path}>
          {plainText(change.displayPath)}
        </h2>
        <div className="row-end">
          {!change.exists && <Pill mark={{ word: 'New file', tone: 'busy' }} />}
          {change.gitTracked && <Pill mark={{ word: 'In git', tone: 'off' }} />}
          <ClientTag client={change.client} />
        </div>
      </header>
      <DiffView lines={diffLines(change.diff)} label={`Changes to ${change.displayPath}`} />
    </section>
  );
}

function NothingToChange(): ReactNode {
  return (
    <div className="page-content">
      <EmptyState icon="check" title="Nothing to change.">
        <p>Every switched-on repository is where it should be.</p>
      </EmptyState>
    </div>
  );
}

function Warnings({ warnings }: { readonly warnings: readonly PlanWarning[] }): ReactNode {
  return (
    <ul className="notes" aria-label="Warnings">
      {warnings.map((warning) => (
        <li key={`${warning.code} ${warning.path} ${warning.bindings.join(' ')}`}>
          <ProblemNote problem={warning} tone="warn" />
        </li>
      ))}
    </ul>
  );
}

function SkippedNote({ skipped }: { readonly skipped: ApplyReport['skipped'] }): ReactNode {
  return (
    <div className="note" data-tone="warn" role="alert">
      <Icon name="alert" />
      <div className="note-body">
        <p className="note-message">{counted(skipped.length, 'file')} had to wait:</p>
        <ul>
          {skipped.map(({ path, problem }) => (
            <li key={path}>
              <span className="path">{path}</span> {problem.message} {problem.advice}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
