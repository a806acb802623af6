import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { SignInMethod, SignInView } from '../../contract/sign-in.ts';
import { shellWord } from '../../engine/files/shell-word.ts';
import { visibleLine } from '../../view/plain-text.ts';
import { wantsSession } from '../../view/sign-in-text.ts';
import type { Io } from './io.ts';
import type { Session } from './report.ts';
import { problemLines } from './words.ts';

export type SigningIn = { readonly profile: string; readonly method?: SignInMethod };

/** Signs in at this terminal: says on stderr what is to be done, and waits. Ctrl+C cancels it. */
export async function signInHere(
  { terminal, io }: Session,
  asked: SigningIn,
): Promise<Result<Pick<SignInView, 'name' | 'way'>>> {
  const givingUp = new AbortController();
  const { signal } = givingUp;
  const giveUp = (): void => givingUp.abort();
  // Not once: a library that ends the process when nobody listens would find nobody left.
  process.on('SIGINT', giveUp);
  // Timers of the engine don't keep the process alive, this one does.
  const alive = setInterval(() => {}, 2 ** 30);
  try {
    return await (
      await terminal()
    ).signIn(asked, {
      signal,
      shows: (view) => show(io, view),
      asksCode: async (view) => askCode(io, view, signal),
    });
  } finally {
    clearInterval(alive);
    // One that came is sent a second time by that library, and would end the process before it has said anything.
    if (!signal.aborted) process.off('SIGINT', giveUp);
  }
}

/** Does the work, signing in first where that is what it needs. */
export async function afterSignIn<Value>(
  session: Session,
  { signIn, profile }: { readonly signIn?: true | undefined; readonly profile: string },
  work: () => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const first = await work();
  if (signIn !== true || first.ok || !wantsSession(first.error)) return first;
  const signedIn = await signInHere(session, { profile });
  return signedIn.ok ? work() : failed(signedIn.error);
}

function show(io: Io, { name, way, url, userCode }: SignInView): void {
  if (way === 'console') io.err(`Signing in to ${name} with "aws login"; go on in your browser, or as it says.`);
  if (url === null) return;
  io.err(`To sign in to ${visibleLine(name)}, open this address:\n\n  ${visibleLine(url)}\n`);
  if (userCode !== null) io.err(`It should show this code: ${visibleLine(userCode)}\n`);
  io.err('Waiting for the sign-in. Cancel with Ctrl+C.');
}

/** Null when the person gives up; fails where there is nobody to ask. */
async function askCode(
  io: Io,
  { name, problem, profiles: [profile = name] }: SignInView,
  signal: AbortSignal,
): Promise<Result<string> | null> {
  if (!process.stdin.isTTY) {
    return failed(
      problemOf('mfaNeeded', `The MFA code of ${name} has to be typed, and there is no terminal to ask for it.`, {
        advice: 'Sign in at a terminal, or in the window of the app.',
        command: `codeartifact-tray sign-in --profile ${shellWord(profile)}`,
      }),
    );
  }
  if (problem !== null) for (const line of problemLines('codeartifact-tray', problem)) io.err(line);
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const code = await terminal.question(`MFA code for ${visibleLine(name)}: `, { signal });
    return ok(code.trim());
  } catch {
    return null;
  } finally {
    terminal.close();
  }
}
