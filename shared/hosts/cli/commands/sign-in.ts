import type { Command } from '@commander-js/extra-typings';
import { ok } from '../../../contract/problem.ts';
import { jsonOption } from '../options.ts';
import { profileOf } from '../profile-of.ts';
import type { Commands } from '../report.ts';
import { signInHere } from '../signing-in.ts';
import { problemLines } from '../words.ts';

export function signInCommands(program: Command, { report }: Commands): void {
  program
    .command('sign-in')
    .description('Begin the AWS session of a profile: SSO, "aws login" or a role with MFA')
    .option('--profile <profile>', 'AWS profile (default: AWS_PROFILE)')
    .option('--no-browser', 'print an address and a code to be used in any browser')
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async (session) => {
        const profile = profileOf(options);
        const signedIn = await signInHere(session, { profile, ...(options.browser ? {} : { method: 'code' }) });
        if (!signedIn.ok) return signedIn;
        const { name, way } = signedIn.value;
        return ok({ json: { profile, name, way }, text: `Signed in to ${name}.` });
      }),
    );

  program
    .command('sign-out')
    .description('End the AWS session of a profile, for all profiles that share it')
    .option('--profile <profile>', 'AWS profile (default: AWS_PROFILE)')
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async ({ request }) => {
        const ended = await request('signIn.end', { profile: profileOf(options) });
        if (!ended.ok) return ended;
        const { name, profiles, problem } = ended.value;
        return ok({
          json: ended.value,
          text: `Signed out of ${name}. It was the session of: ${profiles.join(', ')}.`,
          notes: problem === null ? [] : problemLines('warning', problem),
        });
      }),
    );
}
