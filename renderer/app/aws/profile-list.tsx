import { useState, type ReactNode } from 'react';
import type { ProfileSummary } from '../../../shared/contract/requests.ts';
import { profileDetail } from '../../../shared/view/profile-text.ts';
import { Button } from '../../components/controls/button.tsx';
import { ProblemNote } from '../../components/standing/problem-note.tsx';
import { SignInCard, useSignInOf } from '../../components/sign-in/sign-in-card.tsx';
import { usePage, useSnapshot } from '../../state/page-state.ts';
import { useChoices } from '../../state/use-choices.ts';
import { useCommand } from '../../state/use-request.ts';
import { useSignIn } from '../../state/use-sign-in.ts';
import { ConnectionDialog } from './connection-dialog.tsx';

/** The profiles of this machine's AWS configuration, and what can be done about each. */
export function ProfileList(): ReactNode {
  const { signIns } = useSnapshot();
  const { choices, reload } = useChoices('profiles.list', {});
  if (choices.state === 'failed') {
    return (
      <ProblemNote problem={choices.problem}>
        <Button icon="refresh" onClick={reload}>
          Try again
        </Button>
      </ProblemNote>
    );
  }
  if (choices.state !== 'ready') return <p className="card-empty">Reading the AWS configuration…</p>;
  if (choices.items.length === 0) {
    return <p className="card-empty">No profile was found in the AWS configuration of this machine.</p>;
  }
  return (
    <>
      {signIns
        .filter(({ state }) => state !== 'needed')
        .map((signIn) => (
          <SignInCard key={signIn.id} signIn={signIn} heading="h3" />
        ))}
      <ul className="profiles" aria-label="AWS profiles">
        {choices.items.map((profile) => (
          <ProfileRow key={profile.name} profile={profile} />
        ))}
      </ul>
    </>
  );
}

function ProfileRow({ profile }: { readonly profile: ProfileSummary }): ReactNode {
  const [isTesting, setTesting] = useState(false);
  return (
    <li className="profile">
      <div className="token-words">
        <p className="token-name">{profile.name}</p>
        <p className="token-detail">{profileDetail(profile)}</p>
      </div>
      <div className="row-end">
        <SessionButton profile={profile} />
        <Button label={`Test the connection of ${profile.name}`} onClick={() => setTesting(true)}>
          Test
        </Button>
      </div>
      {isTesting && <ConnectionDialog asked={{ profile: profile.name }} onClosed={() => setTesting(false)} />}
    </li>
  );
}

/** Signs in where a session is waited for, else out of one. */
function SessionButton({ profile: { name, kind } }: { readonly profile: ProfileSummary }): ReactNode {
  const { status } = usePage();
  const signIn = useSignInOf({ profile: name });
  const { pending, begin } = useSignIn({ profiles: [name] });
  const ending = useCommand('signIn.end');
  if (kind !== 'sso') return null;

  async function end(): Promise<void> {
    const ended = await ending.run({ profile: name });
    if (ended !== null) status.done(`Signed out of ${ended.name}.`);
  }

  if (signIn === null) {
    return (
      <>
        <Button look="quiet" label={`Sign in as ${name}`} pending={pending} onClick={() => void begin()}>
          Sign in
        </Button>
        <Button look="quiet" label={`Sign out ${name}`} pending={ending.pending} onClick={() => void end()}>
          Sign out
        </Button>
      </>
    );
  }
  return (
    <Button look="primary" label={`Sign in as ${name}`} pending={pending} onClick={() => void begin()}>
      Sign in
    </Button>
  );
}
