import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { ok } from '../../../contract/problem.ts';
import { addressCommand, parseSeconds, profileOf, signInOption } from '../options.ts';
import { afterSignIn } from '../signing-in.ts';
import type { Commands } from '../report.ts';

export function tokenCommand(program: Command, { report }: Commands): void {
  addressCommand(program, 'token')
    .description('Print the token of a domain, and nothing else')
    .option('--duration-seconds <seconds>', 'lifetime of a new token: 900 to 43200, or 0', parseSeconds)
    .addOption(
      new Option('--format <format>', 'text, or json with the expiration')
        .choices(['text', 'json'] as const)
        .default('text' as const),
    )
    .addOption(signInOption)
    .action(async (options) =>
      report(options.format === 'json' ? { json: true } : {}, async (session) => {
        const { region, domain, domainOwner, durationSeconds } = options;
        const address = { profile: profileOf(options), region, domain, domainOwner };
        const asked = { signIn: options.signIn, profile: address.profile };
        const issued = await afterSignIn(session, asked, async () =>
          session.engine.terminal.tokenOf(address, durationSeconds),
        );
        if (!issued.ok) return issued;
        const { token, expiresAt } = issued.value;
        return ok({ json: { token, expiration: new Date(expiresAt).toISOString() }, text: token });
      }),
    );
}
