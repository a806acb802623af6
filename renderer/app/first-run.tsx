import { useState, type ReactNode } from 'react';
import { USER_LEVEL } from '../../shared/contract/user-level.ts';
import { Button } from '../components/controls/button.tsx';
import { Mark } from '../components/standing/mark.tsx';
import { useSnapshot } from '../state/page-state.ts';
import { hrefOf } from '../state/route.ts';
import { AddBindingDialog } from './projects/add-binding/add-binding-dialog.tsx';
import { AddProjectDialog } from './projects/add-project-dialog.tsx';

/** What the app does, for someone who sees it for the first time; the way to begin is the caller's. */
export function FirstRun({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <section className="first-run">
      <Mark />
      <h2>Signed in to CodeArtifact, from now on</h2>
      <ol>
        <li>
          <strong>Choose</strong> a project folder, or your user level, and the repository it installs from.
        </li>
        <li>
          <strong>Preview</strong> the exact lines that would change. Nothing is written before you say so.
        </li>
        <li>
          <strong>Forget</strong> about <code>aws codeartifact login</code>: each token is refreshed before it expires.
        </li>
      </ol>
      <div className="first-run-actions">{children}</div>
    </section>
  );
}

/** The two ways to begin, in a window. */
export function FirstRunActions(): ReactNode {
  const { projects } = useSnapshot();
  const [open, setOpen] = useState<'binding' | 'project' | null>(null);
  const userLevel = projects.find((project) => project.id === USER_LEVEL);
  const close = (): void => setOpen(null);
  return (
    <>
      <Button look="primary" icon="plus" onClick={() => setOpen('project')}>
        Add a project
      </Button>
      <Button onClick={() => setOpen('binding')}>Add a repository to the user level</Button>
      {open === 'project' && (
        <AddProjectDialog
          onAdded={() => {
            location.hash = hrefOf('projects');
          }}
          onClosed={close}
        />
      )}
      {open === 'binding' && userLevel !== undefined && <AddBindingDialog project={userLevel} onClosed={close} />}
    </>
  );
}
