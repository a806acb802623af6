import type { ReactNode } from 'react';
import type { Params } from '../../../shared/contract/requests.ts';
import type { ConnectionReport, ConnectionStep } from '../../../shared/contract/setup.ts';
import { wantsSession } from '../../../shared/view/sign-in-text.ts';
import { Button } from '../../components/controls/button.tsx';
import { Dialog } from '../../components/controls/dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { SignInOffer } from '../../components/sign-in/sign-in-offer.tsx';
import { ProblemHelp, ProblemNote } from '../../components/standing/problem-note.tsx';
import { useAnswer } from '../../state/use-answer.ts';

type ConnectionDialogProps = { readonly asked: Params<'connection.test'>; readonly onClosed: () => void };

/** Walks from who asks to a read of the repository, and names the step that failed. */
export function ConnectionDialog({ asked, onClosed }: ConnectionDialogProps): ReactNode {
  return (
    <Dialog title={`Connection of ${asked.profile}`} onClosed={onClosed}>
      {(close) => <Connection asked={asked} close={close} />}
    </Dialog>
  );
}

function Connection({ asked, close }: { readonly asked: Params<'connection.test'>; readonly close: () => void }) {
  const { answer, askAgain } = useAnswer('connection.test', asked);
  const report = answer.state === 'ready' ? answer.value : null;
  const waiting = report?.steps.map(({ problem }) => problem).find((one) => one !== null && wantsSession(one)) ?? null;
  return (
    <div className="dialog-form">
      <p role="status" className="connection-summary">
        {report === null ? (answer.state === 'failed' ? '' : 'Asking AWS…') : summaryOf(report, asked)}
      </p>
      {answer.state === 'failed' && <ProblemNote problem={answer.problem} urgent />}
      {report !== null && <ConnectionSteps steps={report.steps} />}
      {waiting !== null && <SignInOffer problem={waiting} profile={asked.profile} onOver={askAgain} />}
      <footer className="dialog-actions">
        <Button icon="refresh" pending={answer.state === 'loading'} onClick={askAgain}>
          Test again
        </Button>
        <Button look="primary" onClick={close}>
          Close
        </Button>
      </footer>
    </div>
  );
}

function summaryOf(report: ConnectionReport, { domain }: Params<'connection.test'>): string {
  const failed = report.steps.find(({ state }) => state === 'failed');
  if (failed !== undefined) return `It ends at: ${stepNames[failed.name]}`;
  return domain === undefined ? 'AWS knows this profile' : 'Everything works';
}

const stepNames: Readonly<Record<ConnectionStep['name'], string>> = {
  profile: 'Profile',
  identity: 'Who you are',
  role: 'Role',
  token: 'Token',
  endpoint: 'Repository endpoint',
  read: 'Reading the repository',
};

const stateWords: Readonly<Record<ConnectionStep['state'], string>> = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'not reached',
};

function ConnectionSteps({ steps }: { readonly steps: readonly ConnectionStep[] }): ReactNode {
  return (
    <ol className="steps" aria-label="Steps of the test">
      {steps.map((step) => (
        <li key={step.name} className="step" data-state={step.state}>
          <span className="step-mark">
            {step.state === 'passed' && <Icon name="check" />}
            {step.state === 'failed' && <Icon name="close" />}
          </span>
          <div className="step-words">
            <p className="step-name">
              {stepNames[step.name]} <span className="visually-hidden">{stateWords[step.state]}</span>
            </p>
            <p className="step-detail">{step.problem?.message ?? step.text}</p>
            {step.problem !== null && !wantsSession(step.problem) && (
              <div className="card-help">
                <ProblemHelp problem={step.problem} />
              </div>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
