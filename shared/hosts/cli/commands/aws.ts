import type { Command } from '@commander-js/extra-typings';
import { ok } from '../../../contract/problem.ts';
import { columns } from '../io.ts';
import { addressCommand, jsonOption, profileOf } from '../options.ts';
import type { Commands } from '../report.ts';

export function awsCommands(program: Command, { report }: Commands): void {
  program
    .command('profiles')
    .description('AWS profiles that can be chosen')
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async ({ engine }) => {
        const reply = await engine.api.request('profiles.list', {});
        if (!reply.ok) return reply;
        const rows = reply.value.map(({ name, kind, region, account }) => [name, kind, region ?? '', account ?? '']);
        return ok({
          json: { profiles: reply.value },
          text: columns([['PROFILE', 'KIND', 'REGION', 'ACCOUNT'], ...rows]),
        });
      }),
    );

  program
    .command('domains')
    .description("Domains of the profile's account")
    .option('--profile <profile>', 'AWS profile (default: AWS_PROFILE)')
    .option('--region <region>', "AWS region (default: the profile's)")
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async ({ engine }) => {
        const reply = await engine.api.request('domains.list', {
          profile: profileOf(options),
          ...(options.region === undefined ? {} : { region: options.region }),
        });
        if (!reply.ok) return reply;
        const rows = reply.value.map(({ name, owner }) => [name, owner]);
        return ok({
          json: { domains: reply.value },
          text: listText(['DOMAIN', 'OWNER'], rows, 'This account has no domain in this region.'),
        });
      }),
    );

  addressCommand(program, 'repositories')
    .description('Repositories of a domain')
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async ({ engine }) => {
        const { domain, domainOwner, region } = options;
        const reply = await engine.api.request('repositories.list', {
          profile: profileOf(options),
          domain,
          ...(domainOwner === undefined ? {} : { domainOwner }),
          ...(region === undefined ? {} : { region }),
        });
        if (!reply.ok) return reply;
        const rows = reply.value.map(({ name, description }) => [name, description ?? '']);
        return ok({
          json: { repositories: reply.value },
          text: listText(['REPOSITORY', 'DESCRIPTION'], rows, 'The domain has no repository.'),
        });
      }),
    );
}

function listText(heading: readonly string[], rows: readonly (readonly string[])[], none: string): string {
  return rows.length === 0 ? none : columns([heading, ...rows]);
}
