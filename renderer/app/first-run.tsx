import { useState, type ReactNode } from 'react';
import { USER_LEVEL } from '../../shared/contract/user-level.ts';
import { counted } from '../../shared/view/standing/mark.ts';
import { profileKinds } from '../../shared/view/profile-text.ts';
import { Button } from '../components/controls/button.tsx';
import { Mark } from '../components/standing/mark.tsx';
import { ProblemNote } from '../components/standing/problem-note.tsx';
import { useSnapshot } from '../state/page-state.ts';
import { hrefOf } from '../state/route.ts';
import { useChoices } from '../state/use-choices.ts';
import { RoleDialog } from './aws/role-dialog.tsx';
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

/** So many profiles are named before the rest is counted. */
const NAMED = 4;

/** What the app has found to work with, so that nobody has to wonder whether it looked in the right place. */
function FoundProfiles(): ReactNode {
  const { choices, reload } = useChoices('profiles.list', {});
  const [isSettingUp, setSettingUp] = useState(false);
  if (choices.state === 'failed') {
    return (
      <ProblemNote problem={choices.problem}>
        <Button onClick={reload}>Try again</Button>
      </ProblemNote>
    );
  }
  if (choices.state !== 'ready') return <p className="first-run-found">Looking for AWS profiles…</p>;
  const usable = choices.items.filter(({ kind }) => kind !== 'none');
  const rest = usable.length - NAMED;
  return (
    <>
      <p className="first-run-found">
        {usable.length === 0 ? (
          <>
            No AWS profile was found. Create one with <code>aws configure sso</code>, or set up a role that you were
            given.
          </>
        ) : (
          <>
            {counted(usable.length, 'AWS profile')} found:{' '}
            {usable
              .slice(0, NAMED)
              .map(({ name, kind }) => `${name} (${profileKinds[kind]})`)
              .join(', ')}
            {rest > 0 && ` and ${rest} more`}
          </>
        )}
      </p>
      {usable.length === 0 && <Button onClick={() => setSettingUp(true)}>Set up a role</Button>}
      {isSettingUp && (
        <RoleDialog
          onClosed={() => {
            setSettingUp(false);
            reload();
          }}
        />
      )}
    </>
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
      <FoundProfiles />
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
