import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { ok } from '../../../contract/problem.ts';
import { addressCommand, parseSeconds, signInOption } from '../options.ts';
import { profileOf } from '../profile-of.ts';
import { awsOption } from '../aws-options.ts';
import { afterSignIn } from '../signing-in.ts';
import type { Commands } from '../report.ts';
import { tokenDocument, tokenText, tokenWords } from '../token-words.ts';

export function tokenCommand(program: Command, { report }: Commands): void {
  const { format, output, query } = tokenWords;
  addressCommand(program, 'token')
    .description('Print the token of a domain, and nothing else')
    .option('--duration-seconds <seconds>', 'lifetime of a new token: 900 to 43200, or 0', parseSeconds)
    .addOption(new Option(format.flags, format.description).choices(format.choices).default('text' as const))
    .addOption(awsOption(output.flags, output.description).choices(output.choices))
    .addOption(awsOption(query.flags, query.description).choices(query.choices))
    .addOption(signInOption)
    .action(async (options) =>
      report(options.format === 'json' ? { json: true } : {}, async (session) => {
        const { region, domain, domainOwner, durationSeconds } = options;
        const address = { profile: profileOf(options), region, domain, domainOwner };
        const asked = { signIn: options.signIn, profile: address.profile };
        const issued = await afterSignIn(session, asked, async () =>
          (await session.terminal()).tokenOf(address, durationSeconds),
        );
        if (!issued.ok) return issued;
        const document = tokenDocument(issued.value.token, issued.value.expiresAt);
        return ok({ json: document, text: tokenText(document, options) });
      }),
    );
}
