import type { ReactNode } from 'react';
import type { Problem } from '../../../shared/contract/problem.ts';
import { CommandLine } from '../controls/command-line.tsx';
import { Icon } from '../icon.tsx';

type ProblemHelpProps = {
  readonly problem: Problem;
  /** Buttons that belong to the fix. */
  readonly children?: ReactNode;
};

/** What fixes a problem: the advice, the command when there is one, and what can be pressed. */
export function ProblemHelp({ problem, children }: ProblemHelpProps): ReactNode {
  return (
    <>
      {problem.advice !== null && <p className="problem-advice">{problem.advice}</p>}
      {(problem.command !== null || children !== undefined) && (
        <div className="help-row">
          {problem.command !== null && <CommandLine command={problem.command} />}
          {children}
        </div>
      )}
    </>
  );
}

type ProblemNoteProps = {
  readonly problem: Problem;
  /** `warn` for what will pass by itself or is only good to know. */
  readonly tone?: 'bad' | 'warn';
  /** Announced at once, because it answers what the person just did. */
  readonly urgent?: boolean;
  readonly children?: ReactNode;
};

/** A problem in place: what happened, what fixes it, and what can be pressed. */
export function ProblemNote({ problem, tone = 'bad', urgent = false, children }: ProblemNoteProps): ReactNode {
  return (
    <div className="note" data-tone={tone} role={urgent ? 'alert' : undefined}>
      <Icon name="alert" />
      <div className="note-body">
        <p className="note-message">{problem.message}</p>
        <ProblemHelp problem={problem}>{children}</ProblemHelp>
      </div>
    </div>
  );
}
