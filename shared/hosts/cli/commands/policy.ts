import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { ok } from '../../../contract/problem.ts';
import { addressCommand, jsonOption } from '../options.ts';
import { profileOf } from '../profile-of.ts';
import type { Commands } from '../report.ts';

export function policyCommand(program: Command, { report }: Commands): void {
  addressCommand(program, 'policy')
    .description('Print the least that AWS has to allow for a domain; asks and changes nothing')
    .option('--repository <repository>', 'repository that may be read, once for each (default: all)', collect)
    .option('--publish', 'allow to publish packages too')
    .addOption(
      new Option('--format <format>', 'IAM policy, or CloudFormation template of a role that has it')
        .choices(['json', 'cloudformation'] as const)
        .default('json' as const),
    )
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async ({ request }) => {
        const { domain, domainOwner, region, repository, publish } = options;
        const reply = await request('policy.get', {
          profile: profileOf(options),
          domain,
          publish: publish === true,
          ...(domainOwner === undefined ? {} : { domainOwner }),
          ...(region === undefined ? {} : { region }),
          ...(repository === undefined ? {} : { repositories: repository }),
        });
        if (!reply.ok) return reply;
        const { policy, template, domainOwner: owner, ownerSaidBy } = reply.value;
        const isFound = ownerSaidBy === 'STS' || ownerSaidBy === 'CodeArtifact';
        const notes = isFound ? [`${domain} is taken for a domain of account ${owner}: so says ${ownerSaidBy}.`] : [];
        return ok({ json: reply.value, text: (options.format === 'json' ? policy : template).trimEnd(), notes });
      }),
    );
}

function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}
