import { useState, type ReactNode } from 'react';
import { DEFAULT_CHAIN } from '../../../shared/contract/plain-names.ts';
import type { Problem } from '../../../shared/contract/problem.ts';
import type { Params, ProfileSummary, Value } from '../../../shared/contract/requests.ts';
import { roleParams } from '../../../shared/contract/setup.ts';
import { profileKinds } from '../../../shared/view/profile-text.ts';
import { Button } from '../../components/controls/button.tsx';
import { Dialog } from '../../components/controls/dialog.tsx';
import { ProblemNote } from '../../components/standing/problem-note.tsx';
import { useChoices } from '../../state/use-choices.ts';
import { usePage } from '../../state/page-state.ts';
import { useCommand, useRequest } from '../../state/use-request.ts';
import { ConnectionDialog } from './connection-dialog.tsx';
import { RoleFields, type RoleDraft, type RoleErrors } from './role-fields.tsx';
import { RoleReview } from './role-review.tsx';

type RoleParams = Params<'role.preview'>;
/** What was asked and what would be written for it. */
type Previewed = { readonly asked: RoleParams; readonly preview: Value<'role.preview'> };

const empty: RoleDraft = {
  profile: '',
  sourceProfile: '',
  roleArn: '',
  externalId: '',
  region: '',
  domain: '',
  domainOwner: '',
  repository: '',
};

/** Sets up a profile that takes a role: what AWS has to allow, the lines for the AWS config file, and a test of it. */
export function RoleDialog({ onClosed }: { readonly onClosed: () => void }): ReactNode {
  const [written, setWritten] = useState<RoleParams | null>(null);
  if (written !== null) {
    const { profile, region, domain, domainOwner, repository } = written;
    return <ConnectionDialog asked={{ profile, region, domain, domainOwner, repository }} onClosed={onClosed} />;
  }
  return (
    <Dialog title="Set up a role" onClosed={onClosed}>
      {(close) => <RoleSteps close={close} onWritten={setWritten} />}
    </Dialog>
  );
}

type RoleStepsProps = { readonly close: () => void; readonly onWritten: (asked: RoleParams) => void };

function RoleSteps({ close, onWritten }: RoleStepsProps): ReactNode {
  const { status } = usePage();
  const { choices } = useChoices('profiles.list', {});
  const previewing = useRequest('role.preview');
  const writing = useRequest('role.write');
  const undoing = useCommand('plan.undo');
  const [draft, setDraft] = useState<RoleDraft>(empty);
  const [errors, setErrors] = useState<RoleErrors>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const [previewed, setPreviewed] = useState<Previewed | null>(null);
  const sources = choices.state === 'ready' ? choices.items.filter(canBeSource) : [];

  function change(part: Partial<RoleDraft>): void {
    setDraft((current) => ({ ...current, ...part }));
    setErrors({});
    setProblem(null);
  }

  async function preview(): Promise<void> {
    const read = readRole(draft);
    if (read.asked === null) {
      setErrors(read.errors);
      return;
    }
    const answer = await previewing.send(read.asked);
    if (answer === null) return;
    setProblem(answer.ok ? null : answer.error);
    if (answer.ok) setPreviewed({ asked: read.asked, preview: answer.value });
  }

  async function write({ asked, preview: shown }: Previewed): Promise<void> {
    const answer = await writing.send({ ...asked, id: shown.id });
    if (answer === null) return;
    if (!answer.ok) {
      setProblem(answer.error);
      return;
    }
    if (hasLines(shown)) status.done(`Wrote the profile ${asked.profile}.`, { label: 'Undo', run: undo });
    onWritten(asked);
  }

  async function undo(): Promise<void> {
    const report = await undoing.run({});
    if (report === null) return;
    const [stays] = report.skipped;
    if (stays === undefined) status.done('The lines of the profile are gone again.');
    else status.problem(stays.problem);
  }

  return (
    <form
      className="dialog-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void (previewed === null ? preview() : write(previewed));
      }}
    >
      {previewed === null ? (
        <RoleFields draft={draft} errors={errors} change={change} sources={sources.map(sourceOption)} />
      ) : (
        <RoleReview preview={previewed.preview} />
      )}
      {problem !== null && <ProblemNote problem={problem} urgent />}
      <footer className="dialog-actions">
        {previewed === null ? (
          <Button onClick={close}>Cancel</Button>
        ) : (
          <Button
            onClick={() => {
              setPreviewed(null);
              setProblem(null);
            }}
          >
            Back
          </Button>
        )}
        <Button type="submit" look="primary" pending={previewing.pending || writing.pending}>
          {previewed === null ? 'Preview' : hasLines(previewed.preview) ? 'Write and test' : 'Test'}
        </Button>
      </footer>
    </form>
  );
}

function hasLines({ diff }: Value<'role.preview'>): boolean {
  return diff !== '';
}

/** The draft as a request's parameters, or what is wrong with each field. */
function readRole(
  draft: RoleDraft,
): { readonly asked: RoleParams; readonly errors: null } | { readonly asked: null; readonly errors: RoleErrors } {
  const given = Object.entries(draft).filter(([, value]) => value.trim() !== '');
  const read = roleParams.safeParse(Object.fromEntries(given.map(([name, value]) => [name, value.trim()])));
  if (read.success) return { asked: read.data, errors: null };
  const errors: Partial<Record<keyof RoleDraft, string>> = {};
  for (const { path, message } of read.error.issues) {
    const name = path[0] as keyof RoleDraft;
    errors[name] ??= draft[name].trim() === '' ? 'needed' : message;
  }
  return { asked: null, errors };
}

function canBeSource({ name, kind }: ProfileSummary): boolean {
  return kind !== 'none' && name !== DEFAULT_CHAIN;
}

function sourceOption({ name, kind }: ProfileSummary): { readonly value: string; readonly label: string } {
  return { value: name, label: `${name} (${profileKinds[kind]})` };
}
