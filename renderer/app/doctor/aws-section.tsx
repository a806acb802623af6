import type { ReactNode } from 'react';
import type { AwsExplanation } from '../../../shared/contract/doctor.ts';
import { awsFacts, awsHeading } from '../../../shared/view/aws-facts.ts';
import { plainText } from '../../../shared/view/plain-text.ts';
import { momentText } from '../../../shared/view/time/moment.ts';
import { ProblemNote } from '../../components/standing/problem-note.tsx';
import { useMinute } from '../../state/page-state.ts';
import { useChoices } from '../../state/use-choices.ts';

/** How the tokens are got: each profile's way to AWS. Nothing where none is kept. */
export function AwsSection({ occasion }: { readonly occasion: string }): ReactNode {
  const { choices } = useChoices('doctor.aws', {}, occasion);
  if (choices.state === 'failed') return <ProblemNote problem={choices.problem} />;
  if (choices.state !== 'ready' || choices.items.length === 0) return null;
  return (
    <ul className="card-list" aria-label="AWS">
      {choices.items.map((explanation) => (
        <li key={`${explanation.profile} ${explanation.region}`}>
          <AwsCard explanation={explanation} />
        </li>
      ))}
    </ul>
  );
}

function AwsCard({ explanation }: { readonly explanation: AwsExplanation }): ReactNode {
  const now = useMinute();
  return (
    <article className="card card-large">
      <h2 className="explained">AWS {plainText(awsHeading(explanation))}</h2>
      <dl className="facts facts-wide">
        {awsFacts(explanation, (at) => momentText(at, now)).map(({ label, text }) => (
          <div key={label}>
            <dt>{label.charAt(0).toUpperCase() + label.slice(1)}</dt>
            <dd>{plainText(text)}</dd>
          </div>
        ))}
      </dl>
      {explanation.problems.map((problem) => (
        <ProblemNote key={problem.message} problem={problem} />
      ))}
    </article>
  );
}
