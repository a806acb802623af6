import { useId, useState, type ReactNode } from 'react';
import { USER_LEVEL } from '../../../shared/contract/user-level.ts';
import type { BindingView, ProjectView } from '../../../shared/contract/snapshot.ts';
import { bindingMark, bindingName, targetWord } from '../../../shared/view/binding-text.ts';
import { pathWithin } from '../../../shared/view/path-text.ts';
import { BindingRow } from '../../components/bindings/binding-row.tsx';
import { Button } from '../../components/controls/button.tsx';
import { ConfirmRemove } from './confirm-remove.tsx';
import { Path } from '../../components/path.tsx';
import { ProjectHeading } from '../../components/bindings/project-heading.tsx';
import { Pill } from '../../components/pill.tsx';
import { ProblemNote } from '../../components/standing/problem-note.tsx';
import { Snippets } from './snippets.tsx';
import { usePage, useSnapshot } from '../../state/page-state.ts';
import { hrefOf } from '../../state/route.ts';
import { bindingsOf } from '../../state/selectors.ts';
import { useCommand } from '../../state/use-request.ts';
import { AddBindingDialog } from './add-binding/add-binding-dialog.tsx';

/** A project with its bindings, each with its files and what is wrong with it. */
export function ProjectCard({ project }: { readonly project: ProjectView }): ReactNode {
  const snapshot = useSnapshot();
  const headingId = useId();
  const [adding, setAdding] = useState(false);
  const bindings = bindingsOf(project, snapshot);
  return (
    <article className="card card-large" aria-labelledby={headingId}>
      <ProjectHeading project={project} id={headingId} level="h2">
        <div className="row-end">
          {!project.exists && <Pill mark={{ word: 'Folder missing', tone: 'warn' }} />}
          <Button icon="plus" label={`Add binding to ${project.name}`} onClick={() => setAdding(true)}>
            Add binding
          </Button>
          {project.id !== USER_LEVEL && <RemoveProject project={project} />}
        </div>
      </ProjectHeading>
      {bindings.length === 0 && <p className="card-empty">No repository yet.</p>}
      {bindings.map((binding) => (
        <BindingDetails key={binding.id} binding={binding} project={project} projectHeading={headingId} />
      ))}
      {adding && <AddBindingDialog project={project} onClosed={() => setAdding(false)} />}
    </article>
  );
}

type BindingDetailsProps = {
  readonly binding: BindingView;
  readonly project: ProjectView;
  readonly projectHeading: string;
};

function BindingDetails({ binding, project, projectHeading }: BindingDetailsProps): ReactNode {
  return (
    <div className="binding" data-row={binding.id} tabIndex={-1}>
      <BindingRow binding={binding} projectHeading={projectHeading} roomy mark={<BindingPill binding={binding} />}>
        <RemoveBinding binding={binding} />
      </BindingRow>
      {binding.targets.length > 0 && (
        <ul className="targets" aria-label="Files">
          {binding.targets.map((target) => (
            <li key={target.path} data-state={target.state}>
              <Path path={pathWithin(target, project)} /> · {targetWord(target.state)}
            </li>
          ))}
        </ul>
      )}
      {binding.execOnly && (
        <p className="targets">
          No file: run it through <code>codeartifact-tray exec</code>.
        </p>
      )}
      <Snippets snippets={binding.snippets} />
      {binding.problem !== null && (
        <ProblemNote problem={binding.problem} tone={binding.state === 'refused' ? 'bad' : 'warn'} />
      )}
      {binding.findings
        .filter(({ severity }) => severity !== 'note')
        .map(({ severity, problem, origin }) => (
          <ProblemNote
            key={`${problem.message} ${origin?.line}`}
            problem={problem}
            tone={severity === 'wrong' ? 'bad' : 'warn'}
          />
        ))}
    </div>
  );
}

/** The binding's state; pending changes lead to their preview. */
function BindingPill({ binding }: { readonly binding: BindingView }): ReactNode {
  const { plan } = useSnapshot();
  const mark = bindingMark(binding, plan);
  if (binding.state !== 'pending') return <Pill mark={mark} />;
  return (
    <a className="pill-link" href={hrefOf('preview')} aria-label={`${mark.word}, preview`}>
      <Pill mark={mark} />
    </a>
  );
}

function RemoveBinding({ binding }: { readonly binding: BindingView }): ReactNode {
  const { status } = usePage();
  const { pending, run } = useCommand('binding.remove');
  const name = `${binding.client} ${bindingName(binding)}`;

  async function remove(): Promise<void> {
    if ((await run({ bindingId: binding.id })) !== null) status.done(`Removed ${name}.`);
  }

  return (
    <ConfirmRemove
      what={name}
      consequence="Remove this binding? Its files get back now what stood there before."
      pending={pending}
      onConfirm={() => void remove()}
    />
  );
}

function RemoveProject({ project }: { readonly project: ProjectView }): ReactNode {
  const { status } = usePage();
  const { pending, run } = useCommand('project.remove');

  async function remove(): Promise<void> {
    if ((await run({ projectId: project.id })) !== null) status.done(`Removed ${project.name}.`);
  }

  return (
    <ConfirmRemove
      what={project.name}
      consequence="Remove this project and its bindings? Their files get back now what stood there before; the folder stays."
      pending={pending}
      onConfirm={() => void remove()}
    />
  );
}
