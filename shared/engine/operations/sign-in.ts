import { failed, ok } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { Parsed } from '../../contract/requests.ts';
import type { SignInView } from '../../contract/sign-in.ts';
import type { SignInSession } from '../../ports/aws-sign-in.ts';
import type { Core } from '../core/core.ts';
import type { Handler } from './handler.ts';

export const startSignIn: Handler<'signIn.start'> = async (core, { profile, method }) =>
  core.signIns.start(profile, method);

export const cancelSignIn: Handler<'signIn.cancel'> = async (core, { signInId }) => {
  core.signIns.cancel(signInId);
  return ok({});
};

export const enterCode: Handler<'signIn.enterCode'> = async (core, { signInId, code }) => {
  const entered = await core.signIns.enterCode(signInId, code);
  return entered.ok ? ok({}) : entered;
};

export const endSession: Handler<'signIn.end'> = async (core, { profile }) => core.signIns.end(profile);

/** Whoever sits at a terminal while it signs in. */
export type SignInPerson = {
  /** Shows where to sign in, and the code to compare. */
  shows(view: SignInView): void;
  /** Asks for the code of an MFA device; null when the person gives up. Problems: why nobody can be asked. */
  asksCode(view: SignInView): Promise<Result<string> | null>;
  /** Aborts when the person gives up. */
  readonly signal: AbortSignal;
};

/**
 * Signs in and waits for it, and for the tokens that waited; where a role asks for a code on top of the session, for that as well.
 * Problems: those of `signIn.start`, and how it failed.
 */
export async function signInAndWait(
  core: Core,
  asked: Parsed<'signIn.start'>,
  person: SignInPerson,
): Promise<Result<Pick<SignInView, 'name' | 'way'>>> {
  const { sessionOf } = core.ports.signIn;
  const first = await sessionOf(asked.profile);
  if (!first.ok) return first;
  const begun = await beginAndWait(core, asked, first.value, person);
  if (!begun.ok || first.value.way === 'mfa') return begun;
  const second = await sessionOf(asked.profile);
  return second.ok && second.value.way === 'mfa' ? beginAndWait(core, asked, second.value, person) : begun;
}

async function beginAndWait(
  core: Core,
  { profile, method }: Parsed<'signIn.start'>,
  session: SignInSession,
  person: SignInPerson,
): Promise<Result<Pick<SignInView, 'name' | 'way'>>> {
  const { signIns } = core;
  const { id, name, way } = session;
  person.signal.addEventListener('abort', signIns.stop);
  const started = await signIns.start(profile, method, session);
  const finished = signIns.finished(id);
  // Given up before there was anything to stop.
  if (person.signal.aborted) signIns.stop();
  if (!started.ok) return started;
  const signedIn = await Promise.race([finished, guide(core, id, person)]);
  const outcome = signedIn ?? (await finished);
  person.signal.removeEventListener('abort', signIns.stop);
  return outcome.ok ? ok({ name, way }) : outcome;
}

/** Shows what there is to do, and asks for codes until one is taken. Answers what ended it, or nothing where that has to be waited for. */
async function guide({ signIns }: Core, id: string, person: SignInPerson): Promise<Result<void> | undefined> {
  let view = signIns.view(id);
  if (view !== null) person.shows(view);
  while (view?.way === 'mfa' && view.state === 'waiting') {
    const code = await person.asksCode(view);
    if (code === null) {
      signIns.cancel(id);
      return undefined;
    }
    const entered = code.ok ? await signIns.enterCode(id, code.value) : code;
    if (entered.ok) return undefined;
    if (entered.error.code !== 'mfaCodeWrong') {
      signIns.cancel(id);
      return failed(entered.error);
    }
    view = signIns.view(id);
  }
  return undefined;
}
