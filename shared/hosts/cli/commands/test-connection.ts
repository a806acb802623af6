import type { Command } from '@commander-js/extra-typings';
import { ok } from '../../../contract/problem.ts';
import { addAwsOptions } from '../aws-options.ts';
import { columns } from '../io.ts';
import { jsonOption } from '../options.ts';
import { profileOf } from '../profile-of.ts';
import type { Commands } from '../report.ts';

const MARKS = { passed: 'ok', failed: 'failed', skipped: '-' } as const;

export function testConnectionCommand(program: Command, { report }: Commands): void {
  const command = program
    .command('test-connection')
    .description('Walk the way from the profile to a read of the repository, and say which step fails')
    .option('--profile <profile>', 'AWS profile (default: AWS_PROFILE)')
    .option('--region <region>', "AWS region (default: the profile's)")
    .option('--domain <domain>', 'CodeArtifact domain; without one the test ends at who the profile is')
    .option('--domain-owner <account>', "account that owns the domain (default: the profile's own)")
    .option('--repository <repository>', 'CodeArtifact repository; without one it ends at the token')
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async ({ request }) => {
        const { region, domain, domainOwner, repository } = options;
        const to = { profile: profileOf(options), region, domain, domainOwner, repository };
        const reply = await request('connection.test', to);
        if (!reply.ok) return reply;
        const { steps } = reply.value;
        const problems = steps.flatMap(({ problem }) => problem ?? []);
        return ok({
          json: reply.value,
          text: columns(steps.map(({ name, state, text }) => [MARKS[state], name, text])),
          problems,
        });
      }),
    );
  addAwsOptions(command);
}
