import { useState, type ReactNode } from 'react';
import type { ProjectView } from '../../../../shared/contract/snapshot.ts';
import { USER_LEVEL } from '../../../../shared/contract/user-level.ts';
import type { Problem } from '../../../../shared/contract/problem.ts';
import { Button } from '../../../components/controls/button.tsx';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { SelectField } from '../../../components/controls/field.tsx';
import { ProblemNote } from '../../../components/standing/problem-note.tsx';
import { usePage, useSnapshot } from '../../../state/page-state.ts';
import { hrefOf } from '../../../state/route.ts';
import { useRequest } from '../../../state/use-request.ts';
import { AccountNote } from './account-note.tsx';
import { emptyDraft, readDraft, type BindingDraft, type DraftErrors } from './binding-draft.ts';
import { ClientOptions } from './client-options.tsx';
import { DomainField } from './domain-field.tsx';
import { PasteField } from './paste-field.tsx';
import { ProfileFields } from './profile-fields.tsx';
import { RepositoryField } from './repository-field.tsx';

type AddBindingDialogProps = { readonly project: ProjectView; readonly onClosed: () => void };

/** Asks which repository a client shall use in a project, from what the profile can reach. */
export function AddBindingDialog({ project, onClosed }: AddBindingDialogProps): ReactNode {
  return (
    <Dialog title={`Add a binding to ${project.name}`} onClosed={onClosed}>
      {(close) => <AddBindingForm project={project} close={close} />}
    </Dialog>
  );
}

type AddBindingFormProps = { readonly project: ProjectView; readonly close: () => void };

function AddBindingForm({ project, close }: AddBindingFormProps): ReactNode {
  const { status } = usePage();
  const { clients } = useSnapshot();
  const adding = useRequest('binding.add');
  const [draft, setDraft] = useState<BindingDraft>(emptyDraft);
  const [errors, setErrors] = useState<DraftErrors>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const client = clients.find(({ name }) => name === draft.client) ?? clients[0];

  function change(part: Partial<BindingDraft>): void {
    setDraft((current) => ({ ...current, ...part }));
    setErrors({});
    setProblem(null);
  }

  async function add(): Promise<void> {
    if (client === undefined) return;
    const read = readDraft(draft, client, project.id === USER_LEVEL ? project.id : project.path);
    if (read.errors !== null) {
      setErrors(read.errors);
      return;
    }
    const result = await adding.send(read.binding);
    if (result === null) return;
    if (!result.ok) {
      setProblem(result.error);
      return;
    }
    close();
    status.done(
      `Added ${read.binding.client} ${draft.domain} / ${draft.repository}. Nothing is written until you apply it.`,
      {
        label: 'Preview',
        href: hrefOf('preview'),
      },
    );
  }

  return (
    <form
      className="dialog-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <PasteField draft={draft} change={change} />
      <SelectField
        label="Client"
        options={clients.map(({ name, title }) => ({ value: name, label: title }))}
        value={client?.name ?? ''}
        onChange={(name) => change({ client: name })}
      />
      <ProfileFields draft={draft} errors={errors} change={change} />
      <DomainField draft={draft} errors={errors} change={change} />
      <AccountNote draft={draft} />
      <RepositoryField draft={draft} errors={errors} change={change} />
      <ClientOptions options={client?.options ?? []} draft={draft} errors={errors} change={change} />
      {problem !== null && <ProblemNote problem={problem} urgent />}
      <footer className="dialog-actions">
        <p>Adding writes nothing yet.</p>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" look="primary" pending={adding.pending}>
          Add
        </Button>
      </footer>
    </form>
  );
}
