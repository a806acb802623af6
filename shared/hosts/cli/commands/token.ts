import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { ok } from '../../../contract/problem.ts';
import { addressCommand, parseSeconds, signInOption } from '../options.ts';
import { profileOf } from '../profile-of.ts';
import { awsOption } from '../aws-options.ts';
import { afterSignIn } from '../signing-in.ts';
import type { Commands } from '../report.ts';

const MEMBERS = ['authorizationToken', 'expiration'] as const;

type AwsForm = { readonly output?: 'json' | 'text' | undefined; readonly query?: (typeof MEMBERS)[number] | undefined };

/** As `aws codeartifact get-authorization-token` prints it; null where neither is asked for. JSON is what the AWS CLI prints unasked. */
function textLikeAws(answer: Readonly<Record<(typeof MEMBERS)[number], string>>, { output, query }: AwsForm) {
  if (output === undefined && query === undefined) return null;
  if (output === 'text')
    return query === undefined ? MEMBERS.map((member) => answer[member]).join('\t') : answer[query];
  return JSON.stringify(query === undefined ? answer : answer[query], null, 4);
}

export function tokenCommand(program: Command, { report }: Commands): void {
  addressCommand(program, 'token')
    .description('Print the token of a domain, and nothing else')
    .option('--duration-seconds <seconds>', 'lifetime of a new token: 900 to 43200, or 0', parseSeconds)
    .addOption(
      new Option('--format <format>', 'text, or json with the expiration')
        .choices(['text', 'json'] as const)
        .default('text' as const),
    )
    .addOption(awsOption('--output <format>', 'what get-authorization-token prints').choices(['json', 'text'] as const))
    .addOption(awsOption('--query <expression>', 'one of its two members').choices(MEMBERS))
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
        const expiration = new Date(expiresAt).toISOString();
        const text = textLikeAws({ authorizationToken: token, expiration }, options) ?? token;
        return ok({ json: { token, expiration }, text });
      }),
    );
}
