import { useState, type ReactNode } from 'react';
import { counted } from '../../../shared/view/standing/mark.ts';
import { Button, ButtonLink } from '../../components/controls/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ProblemNote } from '../../components/standing/problem-note.tsx';
import { useSnapshot } from '../../state/page-state.ts';
import { hrefOf } from '../../state/route.ts';
import { useChoices } from '../../state/use-choices.ts';
import { AwsSection } from './aws-section.tsx';
import { ErrorBox } from './error-box.tsx';
import { ExplanationCard } from './explanation-card.tsx';

/** What every client will really use, what is wrong with it, and what an error message means. */
export function DoctorPage(): ReactNode {
  const { plan, tokens } = useSnapshot();
  // Whatever changes the files or the tokens can change what clients find.
  const occasion = [plan.id, ...tokens.map(({ state, expiresAt }) => `${state} ${expiresAt ?? ''}`)].join(' ');
  const [looks, setLooks] = useState(0);
  const { choices } = useChoices('doctor.explain', {}, `${occasion} ${looks}`);
  const items = choices.state === 'ready' ? choices.items : [];
  const wrong = items.filter(({ findings }) => findings.some(({ severity }) => severity === 'wrong')).length;
  return (
    <>
      <PageHeader title="Doctor" detail={headline(choices.state, items.length, wrong)}>
        <Button icon="refresh" pending={choices.state === 'loading'} onClick={() => setLooks((count) => count + 1)}>
          Look again
        </Button>
      </PageHeader>
      <div className="page-content" aria-busy={choices.state === 'loading'}>
        <ErrorBox />
        {choices.state === 'failed' && <ProblemNote problem={choices.problem} />}
        {choices.state === 'ready' && items.length === 0 && <NothingBound />}
        {items.length > 0 && (
          <ul className="card-list" aria-label="Clients">
            {items.map((explanation) => (
              <li key={explanation.bindingId}>
                <ExplanationCard explanation={explanation} />
              </li>
            ))}
          </ul>
        )}
        <AwsSection occasion={`${occasion} ${looks}`} />
      </div>
    </>
  );
}

function headline(state: string, count: number, wrong: number): string {
  if (state !== 'ready' || count === 0) return 'What every client will really use, and what is wrong with it.';
  if (wrong === 0) return 'Every client that is switched on will find its repository and its token.';
  return `${counted(wrong, 'client')} will not get through as things stand.`;
}

function NothingBound(): ReactNode {
  return (
    <EmptyState icon="doctor" title="Nothing to look into yet">
      <p>Once a repository is added, this page says which registry and whose credential its client really uses.</p>
      <ButtonLink look="primary" href={hrefOf('projects')}>
        Go to projects
      </ButtonLink>
    </EmptyState>
  );
}
