import { useId, type ReactNode } from 'react';
import type { BindingView, ProjectView, TokenView } from '../../../shared/contract/snapshot.ts';
import { bindingName, projectMark } from '../../../shared/view/binding-text.ts';
import { needsPerson, obstacleOf } from '../../../shared/view/standing/need.ts';
import { tokenBrief, tokenMark } from '../../../shared/view/token-text.ts';
import { BindingRow } from '../../components/bindings/binding-row.tsx';
import { ProjectHeading } from '../../components/bindings/project-heading.tsx';
import { ClientTag, Pill } from '../../components/pill.tsx';
import { ProblemHelp } from '../../components/standing/problem-note.tsx';
import { useSignInOf } from '../../components/sign-in/sign-in-card.tsx';
import { RefreshToken } from '../../components/tokens/refresh-token.tsx';
import { TokenSummary } from '../../components/tokens/token-summary.tsx';
import { useMinute, useSnapshot } from '../../state/page-state.ts';
import { bindingsOf } from '../../state/selectors.ts';

/** A token; one that waits for a person comes with what to do about it. */
export function PopoverToken({ token }: { readonly token: TokenView }): ReactNode {
  const waits = needsPerson(token, useMinute());
  const waitsAlone = useSignInOf(token) === null && waits;
  return (
    <article className="card" data-waits={waits}>
      <TokenSummary token={token} heading="h3" detail={tokenBrief}>
        <Pill mark={tokenMark(token)} />
      </TokenSummary>
      {waitsAlone && (
        <div className="card-help">
          {token.error === null ? (
            <RefreshToken token={token} />
          ) : (
            <ProblemHelp problem={token.error}>
              <RefreshToken token={token} />
            </ProblemHelp>
          )}
        </div>
      )}
    </article>
  );
}

/** A binding that could not be written, or whose client is not signed in all the same, with the reason. */
export function PopoverBindingProblem({ binding }: { readonly binding: BindingView }): ReactNode {
  const { projects } = useSnapshot();
  const project = projects.find((candidate) => candidate.id === binding.projectId);
  const problem = obstacleOf(binding);
  return (
    <article className="card" data-waits="true">
      <h3 className="binding-name">
        <ClientTag client={binding.client} /> <span>{bindingName(binding)}</span>{' '}
        <span className="binding-scope">in {project?.name}</span>
      </h3>
      {problem !== null && (
        <div className="card-help">
          <p>{problem.message}</p>
          <ProblemHelp problem={problem} />
        </div>
      )}
    </article>
  );
}

/** A project with a switch for each of its bindings. */
export function PopoverProject({ project }: { readonly project: ProjectView }): ReactNode {
  const snapshot = useSnapshot();
  const headingId = useId();
  const mark = projectMark(project.id, snapshot);
  return (
    <article className="card" aria-labelledby={headingId}>
      <ProjectHeading project={project} id={headingId} level="h3">
        {project.exists ? (
          mark !== null && <Pill mark={mark} />
        ) : (
          <Pill mark={{ word: 'Folder missing', tone: 'warn' }} />
        )}
      </ProjectHeading>
      {bindingsOf(project, snapshot).map((binding) => (
        <BindingRow key={binding.id} binding={binding} projectHeading={headingId} />
      ))}
    </article>
  );
}
