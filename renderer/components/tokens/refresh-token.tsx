import type { ReactNode } from 'react';
import type { TokenView } from '../../../shared/contract/snapshot.ts';
import { needsPerson } from '../../../shared/view/standing/need.ts';
import { useMinute } from '../../state/page-state.ts';
import { usePage } from '../../state/page-state.ts';
import { useCommand } from '../../state/use-request.ts';
import { Button } from '../controls/button.tsx';

/** Fetches one token now; after a failure that is called trying again. */
export function RefreshToken({ token }: { readonly token: TokenView }): ReactNode {
  const { status } = usePage();
  const { pending, run } = useCommand('token.refresh');
  const word = needsPerson(token, useMinute()) ? 'Try again' : 'Refresh';

  async function refresh(): Promise<void> {
    if ((await run({ tokenId: token.id })) !== null)
      status.done(`Refreshed the token of ${token.domain} (profile ${token.profile}).`);
  }

  return (
    <Button
      icon="refresh"
      label={`${word}: ${token.domain}, profile ${token.profile}`}
      pending={pending}
      onClick={() => void refresh()}
    >
      {word}
    </Button>
  );
}
