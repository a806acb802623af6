import { useState, type ReactNode } from 'react';
import type { SignInView } from '../../../shared/contract/sign-in.ts';
import { usePage } from '../../state/page-state.ts';
import { useRequest } from '../../state/use-request.ts';
import { Button } from '../controls/button.tsx';
import { TextField } from '../controls/field.tsx';

/** Asks for the six digits of an MFA device; they are forgotten as soon as they are sent, because a code counts once. */
export function MfaCode({ signIn }: { readonly signIn: SignInView }): ReactNode {
  const { status } = usePage();
  const { pending, send } = useRequest('signIn.enterCode');
  const [code, setCode] = useState('');
  const isWhole = /^\d{6}$/.test(code);

  async function enter(): Promise<void> {
    if (!isWhole) return;
    const answer = await send({ signInId: signIn.id, code });
    if (answer === null) return;
    setCode('');
    if (!answer.ok) status.problem(answer.error);
  }

  return (
    // No form: it may stand in one.
    <div
      className="mfa-code"
      role="group"
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        void enter();
      }}
    >
      <TextField
        label="Code of your MFA device"
        hint="Six digits."
        placeholder="123456"
        value={code}
        onChange={(next) => setCode(next.replaceAll(/\D/g, '').slice(0, 6))}
      />
      <Button look="primary" pending={pending} disabled={!isWhole} onClick={() => void enter()}>
        Continue
      </Button>
    </div>
  );
}
