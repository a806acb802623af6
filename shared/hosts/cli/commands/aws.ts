import type { Command } from 'commander';
import { printJson, reportProblem, table } from '../io.ts';
import { profileOf, withAddressOptions } from '../options.ts';
import type { AddressOptions } from '../options.ts';
import type { Run } from '../run.ts';

type JsonOption = { readonly json?: boolean };

export function awsCommands(program: Command, run: Run): void {
  program
    .command('profiles')
    .description('AWS profiles that can be chosen')
    .option('--json', 'print one JSON document')
    .action(
      run.engine(async (engine, io, { json = false }: JsonOption) => {
        const reply = await engine.api.request('profiles.list', {});
        if (!reply.ok) return reportProblem(io, reply.error, json);
        if (json) printJson(io, { profiles: reply.value });
        else {
          const rows = reply.value.map(({ name, kind, region, account }) => [name, kind, region ?? '', account ?? '']);
          io.out(table([['PROFILE', 'KIND', 'REGION', 'ACCOUNT'], ...rows]));
        }
        return 0;
      }),
    );

  program
    .command('domains')
    .description("Domains of the profile's account")
    .option('--profile <profile>', 'AWS profile (default: AWS_PROFILE)')
    .option('--region <region>', "AWS region (default: the profile's)")
    .option('--json', 'print one JSON document')
    .action(
      run.engine(async (engine, io, options: JsonOption & { readonly profile?: string; readonly region?: string }) => {
        const { region, json = false } = options;
        const params = { profile: profileOf(options), ...(region === undefined ? {} : { region }) };
        const reply = await engine.api.request('domains.list', params);
        if (!reply.ok) return reportProblem(io, reply.error, json);
        if (json) printJson(io, { domains: reply.value });
        else io.out(table([['DOMAIN', 'OWNER'], ...reply.value.map(({ name, owner }) => [name, owner])]));
        return 0;
      }),
    );

  withAddressOptions(program.command('repositories'))
    .description('Repositories of a domain')
    .option('--json', 'print one JSON document')
    .action(
      run.engine(async (engine, io, options: AddressOptions & JsonOption) => {
        const { domain, domainOwner, region, json = false } = options;
        const reply = await engine.api.request('repositories.list', {
          profile: profileOf(options),
          domain,
          ...(domainOwner === undefined ? {} : { domainOwner }),
          ...(region === undefined ? {} : { region }),
        });
        if (!reply.ok) return reportProblem(io, reply.error, json);
        if (json) printJson(io, { repositories: reply.value });
        else {
          const rows = reply.value.map(({ name, description }) => [name, description ?? '']);
          io.out(table([['REPOSITORY', 'DESCRIPTION'], ...rows]));
        }
        return 0;
      }),
    );
}
