import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react';
import type { Problem } from '../../../shared/contract/problem.ts';
import { useSignIn } from '../../state/use-sign-in.ts';
import { Button } from '../controls/button.tsx';
import { ProblemNote } from '../standing/problem-note.tsx';
import { SignInCard, useSignInOf } from './sign-in-card.tsx';

type SignInOfferProps = {
  readonly problem: Problem;
  readonly profile: string;
  /** The session may be there now. */
  readonly onOver: () => void;
};

/** A problem that a sign-in solves: with its button and how far it is, in the place of a command. */
export function SignInOffer({ problem, profile, onOver }: SignInOfferProps): ReactNode {
  const signIn = useSignInOf({ profile });
  const { pending, begin } = useSignIn({ profiles: [profile] });
  const wasThere = useRef(false);
  const over = useEffectEvent(onOver);
  const isThere = signIn !== null;
  useEffect(() => {
    if (wasThere.current && !isThere) over();
    wasThere.current = isThere;
  }, [isThere]);
  if (signIn !== null) return <SignInCard signIn={signIn} heading="h3" />;
  return (
    <ProblemNote problem={{ ...problem, command: null }} tone="warn">
      <Button look="primary" label={`Sign in as ${profile}`} pending={pending} onClick={() => void begin()}>
        Sign in
      </Button>
    </ProblemNote>
  );
}
