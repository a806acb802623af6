import { useState, type ReactNode } from 'react';
import type { Problem } from '../../../shared/contract/problem.ts';
import type { Value } from '../../../shared/contract/requests.ts';
import type { ActivityEvent } from '../../../shared/contract/snapshot.ts';
import { diffLines } from '../../../shared/view/diff-lines.ts';
import { plainText } from '../../../shared/view/plain-text.ts';
import { counted } from '../../../shared/view/standing/mark.ts';
import { Button } from '../../components/controls/button.tsx';
import { Dialog } from '../../components/controls/dialog.tsx';
import { Path } from '../../components/path.tsx';
import { ProblemNote } from '../../components/standing/problem-note.tsx';
import { usePage } from '../../state/page-state.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useRequest } from '../../state/use-request.ts';
import { DiffView } from '../preview/diff-view.tsx';

type UndoDialogProps = {
  readonly event: ActivityEvent;
  /** What to ask the engine for. */
  readonly undo: NonNullable<ActivityEvent['undo']>;
  readonly onClosed: () => void;
};

/** Shows what taking a write back would write, and does it. */
export function UndoDialog({ event, undo, onClosed }: UndoDialogProps): ReactNode {
  return (
    <Dialog title="Take it back?" onClosed={onClosed}>
      {(close) => <Undo event={event} undo={undo} close={close} />}
    </Dialog>
  );
}

function Undo({ event, undo, close }: Omit<UndoDialogProps, 'onClosed'> & { readonly close: () => void }): ReactNode {
  const { status } = usePage();
  const { answer } = useAnswer('activity.previewUndo', undo);
  const { pending, send } = useRequest('activity.undo');
  const [problems, setProblems] = useState<readonly Problem[]>([]);

  async function takeBack(): Promise<void> {
    const result = await send(undo);
    if (result === null) return;
    if (!result.ok) return setProblems([result.error]);
    const { written, skipped } = result.value;
    if (skipped.length > 0) return setProblems(skipped.map(({ problem }) => problem));
    status.done(`Taken back in ${counted(written.length, 'file')}.`);
    close();
  }

  return (
    <div className="dialog-form">
      <p>{plainText(event.message)}</p>
      {answer.state === 'loading' && <p role="status">Looking what that would change…</p>}
      {answer.state === 'failed' && <ProblemNote problem={answer.problem} urgent />}
      {answer.state === 'ready' && <UndoPreview preview={answer.value} />}
      {problems.map((problem) => (
        <ProblemNote key={problem.message} problem={problem} urgent />
      ))}
      <footer className="dialog-actions">
        <Button onClick={close}>Keep it</Button>
        <Button
          look="primary"
          pending={pending}
          disabled={answer.state !== 'ready'}
          onClick={() => {
            void takeBack();
          }}
        >
          Take back
        </Button>
      </footer>
    </div>
  );
}

function UndoPreview({ preview }: { readonly preview: Value<'activity.previewUndo'> }): ReactNode {
  const { changes, putBack } = preview;
  return (
    <>
      {changes.length === 0 && putBack.length === 0 && <p>No file has to change for it.</p>}
      {changes.map(({ path, displayPath, diff }) => (
        <section key={path} className="review">
          <h3>
            <Path path={displayPath} />
          </h3>
          <DiffView lines={diffLines(diff)} label={`Changes to ${plainText(displayPath)}`} />
        </section>
      ))}
      {putBack.map(({ path, displayPath }) => (
        <p key={path}>
          Lines that were taken out come back in <Path path={displayPath} />.
        </p>
      ))}
    </>
  );
}
