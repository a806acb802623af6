import { useState, type ReactNode } from 'react';
import type { Problem } from '../../../shared/contract/problem.ts';
import { Button } from '../../components/controls/button.tsx';
import { Dialog } from '../../components/controls/dialog.tsx';
import { TextField } from '../../components/controls/field.tsx';
import { usePage, useSnapshot } from '../../state/page-state.ts';
import { useRequest } from '../../state/use-request.ts';

type AddProjectDialogProps = {
  readonly onClosed: () => void;
  readonly onAdded?: () => void;
};

/** Asks for a folder: by the host's own dialog where it has one, and always by its path. */
export function AddProjectDialog({ onClosed, onAdded }: AddProjectDialogProps): ReactNode {
  return (
    <Dialog title="Add a project" onClosed={onClosed}>
      {(close) => (
        <AddProjectForm
          close={close}
          onAdded={() => {
            close();
            onAdded?.();
          }}
        />
      )}
    </Dialog>
  );
}

type AddProjectFormProps = { readonly close: () => void; readonly onAdded: () => void };

function AddProjectForm({ close, onAdded }: AddProjectFormProps): ReactNode {
  const { status } = usePage();
  const { host } = useSnapshot();
  const picking = useRequest('folder.pick');
  const adding = useRequest('project.add');
  const [path, setPath] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);

  function changePath(next: string): void {
    setPath(next);
    setProblem(null);
  }

  async function pick(): Promise<void> {
    const result = await picking.send({});
    if (result === null) return;
    if (!result.ok) setProblem(result.error);
    else if (result.value.path !== null) changePath(result.value.path);
  }

  async function add(): Promise<void> {
    const folder = path.trim();
    if (folder === '') return;
    const result = await adding.send({ path: folder });
    if (result === null) return;
    if (!result.ok) {
      setProblem(result.error);
      return;
    }
    status.done('Project added. Add a binding to say which repository it uses.');
    onAdded();
  }

  return (
    <form
      className="dialog-form"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <div className="path-field">
        <TextField
          label="Folder"
          hint="The folder that holds package.json, pyproject.toml or the like."
          placeholder="/path/to/project"
          value={path}
          onChange={changePath}
          error={problem === null ? undefined : [problem.message, problem.advice].filter(Boolean).join(' ')}
        />
        {host.capabilities.pickFolder && (
          <Button icon="projects" pending={picking.pending} onClick={() => void pick()}>
            Choose…
          </Button>
        )}
      </div>
      <footer className="dialog-actions">
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" look="primary" pending={adding.pending} disabled={path.trim() === ''}>
          Add project
        </Button>
      </footer>
    </form>
  );
}
