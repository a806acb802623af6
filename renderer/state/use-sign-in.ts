import type { SignInMethod, SignInView } from '../../shared/contract/sign-in.ts';
import { usePage, useSnapshot } from './page-state.ts';
import { useRequest } from './use-request.ts';

type SignIn = {
  readonly pending: boolean;
  /** Asks for the sign-in and, where the host can't, opens its page: only ever on a click. */
  readonly begin: (method?: SignInMethod) => Promise<void>;
};

/** Signing in to one session, whichever of its profiles asks. */
export function useSignIn({ profiles }: Pick<SignInView, 'profiles'>): SignIn {
  const { status } = usePage();
  const { host } = useSnapshot();
  const { pending, send } = useRequest('signIn.start');

  async function begin(method?: SignInMethod): Promise<void> {
    const [profile] = profiles;
    if (profile === undefined) return;
    const started = await send({ profile, ...(method === undefined ? {} : { method }) });
    // What went wrong stands in the card.
    if (started === null || !started.ok) {
      if (started !== null) status.problem(started.error);
      return;
    }
    const { url } = started.value;
    if (url !== null && !host.capabilities.openBrowser) window.open(url, '_blank', 'noopener,noreferrer');
  }

  return { pending, begin };
}
