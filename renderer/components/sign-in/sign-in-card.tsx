import type { ReactNode } from 'react';
import type { SignInView } from '../../../shared/contract/sign-in.ts';
import { signInProgress, signInTimeLeft, signInTitle, signInWaiters } from '../../../shared/view/sign-in-text.ts';
import { useSnapshot, useTextAt } from '../../state/page-state.ts';
import { useSignIn } from '../../state/use-sign-in.ts';
import { useCommand } from '../../state/use-request.ts';
import { Button } from '../controls/button.tsx';
import { Icon } from '../icon.tsx';
import { ProblemHelp } from '../standing/problem-note.tsx';
import { MfaCode } from './mfa-code.tsx';

type SignInCardProps = { readonly signIn: SignInView; readonly heading: 'h2' | 'h3' };

/** A session that waits for a person: what waits for it, the one button, and how far it is. */
export function SignInCard({ signIn, heading: Heading }: SignInCardProps): ReactNode {
  return (
    <article className="card card-large sign-in" data-waits="true" data-row={signIn.id} tabIndex={-1}>
      <div className="token-row">
        <Icon name="signIn" />
        <div className="token-words">
          <Heading className="token-name">{signInTitle(signIn)}</Heading>
          <p className="token-detail">{signInWaiters(signIn)}</p>
        </div>
        <div className="row-end">
          <SignInButtons signIn={signIn} />
        </div>
      </div>
      {signIn.way === 'mfa' && signIn.state === 'waiting' && <MfaCode signIn={signIn} />}
      {signIn.userCode !== null && <UserCode code={signIn.userCode} />}
      <Progress signIn={signIn} />
    </article>
  );
}

/** The session that a profile, or a token of it, waits for; null where it waits for something else. */
export function useSignInOf({ profile }: { readonly profile: string }): SignInView | null {
  return useSnapshot().signIns.find(({ profiles }) => profiles.includes(profile)) ?? null;
}

/** In the place of a token's own advice, where one sign-in is all that it and others need. */
export function WaitsForSignIn({ signIn }: { readonly signIn: SignInView }): ReactNode {
  return <p className="problem-advice">It is refreshed as soon as you have signed in to {signIn.name}, above.</p>;
}

function SignInButtons({ signIn }: { readonly signIn: SignInView }): ReactNode {
  const { pending, begin } = useSignIn(signIn);
  const cancel = useCommand('signIn.cancel');
  const isOpen = signIn.state === 'starting' || signIn.state === 'waiting';
  if (isOpen || pending) {
    return (
      <Button
        label={`Cancel: ${signInTitle(signIn)}`}
        pending={cancel.pending}
        onClick={() => void cancel.run({ signInId: signIn.id })}
      >
        Cancel
      </Button>
    );
  }
  const word = signIn.state === 'failed' ? 'Try again' : signIn.way === 'mfa' ? 'Enter code' : 'Sign in';
  return (
    <>
      {signIn.state === 'failed' && (
        <Button
          look="quiet"
          label={`Dismiss: ${signInTitle(signIn)}`}
          pending={cancel.pending}
          onClick={() => void cancel.run({ signInId: signIn.id })}
        >
          Dismiss
        </Button>
      )}
      {signIn.way === 'sso' && (
        <Button look="quiet" label={`Use a code: ${signInTitle(signIn)}`} onClick={() => void begin('code')}>
          Use a code
        </Button>
      )}
      <Button look="primary" label={`${word}: ${signInTitle(signIn)}`} onClick={() => void begin()}>
        {word}
      </Button>
    </>
  );
}

function UserCode({ code }: { readonly code: string }): ReactNode {
  return (
    <p className="user-code">
      <span>Compare it with the code on the page of AWS:</span> <code>{code}</code>
    </p>
  );
}

function Progress({ signIn }: { readonly signIn: SignInView }): ReactNode {
  const left = useTextAt((now) => signInTimeLeft(signIn, now) ?? '');
  const text = signInProgress(signIn);
  return (
    <>
      <div className="sign-in-progress">
        {/* Said when it becomes another; the time that is left is not. */}
        <p role="status" data-tone={signIn.problem === null ? undefined : 'bad'}>
          {text}
        </p>
        {signIn.state === 'waiting' && left !== '' && <span>{left}</span>}
        {signIn.state === 'waiting' && signIn.url !== null && (
          <a href={signIn.url} target="_blank" rel="noopener noreferrer">
            Open the sign-in page
          </a>
        )}
      </div>
      {signIn.state === 'failed' && signIn.problem !== null && (
        <div className="card-help">
          <ProblemHelp problem={signIn.problem} />
        </div>
      )}
    </>
  );
}
