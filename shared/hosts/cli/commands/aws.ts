import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { ok } from '../../../contract/problem.ts';
import type { ProfileSummary } from '../../../contract/requests.ts';
import { addAwsOptions } from '../aws-options.ts';
import { columns } from '../io.ts';
import { addressCommand, jsonOption } from '../options.ts';
import { profileOf } from '../profile-of.ts';
import type { Commands, Report, Session } from '../report.ts';

const searchOption = new Option('--search <text>', 'only names with this in them');

export function awsCommands(program: Command, { report }: Commands): void {
  program
    .command('profiles')
    .description('AWS profiles that can be chosen')
    .option('--check', 'ask AWS who each one is, too')
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async ({ request }) => {
        const reply = await request('profiles.list', {});
        if (!reply.ok) return reply;
        if (options.check === true) return ok(await checkedProfiles(request, reply.value));
        const rows = reply.value.map(({ name, kind, region, account }) => [name, kind, region ?? '', account ?? '']);
        return ok({
          json: { profiles: reply.value },
          text: columns([['PROFILE', 'KIND', 'REGION', 'ACCOUNT'], ...rows]),
        });
      }),
    );

  const domains = program
    .command('domains')
    .description("Domains of the profile's account")
    .option('--profile <profile>', 'AWS profile (default: AWS_PROFILE)')
    .option('--region <region>', "AWS region (default: the profile's)")
    .addOption(searchOption)
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async ({ request }) => {
        const reply = await request('domains.list', {
          profile: profileOf(options),
          ...(options.search === undefined ? {} : { search: options.search }),
          ...(options.region === undefined ? {} : { region: options.region }),
        });
        if (!reply.ok) return reply;
        const { items, more } = reply.value;
        const rows = items.map(({ name, owner }) => [name, owner]);
        return ok({
          json: { domains: items, more },
          notes: moreNotes(more, items.length, options.search),
          text: listText(
            ['DOMAIN', 'OWNER'],
            rows,
            noneOf(options.search, 'This account has no domain in this region.'),
          ),
        });
      }),
    );

  addAwsOptions(domains);

  addressCommand(program, 'repositories')
    .description('Repositories of a domain')
    .addOption(searchOption)
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async ({ request }) => {
        const { domain, domainOwner, region, search } = options;
        const reply = await request('repositories.list', {
          profile: profileOf(options),
          domain,
          ...(search === undefined ? {} : { search }),
          ...(domainOwner === undefined ? {} : { domainOwner }),
          ...(region === undefined ? {} : { region }),
        });
        if (!reply.ok) return reply;
        const { items, more } = reply.value;
        const rows = items.map(({ name, description }) => [name, description ?? '']);
        return ok({
          json: { repositories: items, more },
          notes: moreNotes(more, items.length, search),
          text: listText(['REPOSITORY', 'DESCRIPTION'], rows, noneOf(search, 'The domain has no repository.')),
        });
      }),
    );
}

async function checkedProfiles(request: Session['request'], profiles: readonly ProfileSummary[]): Promise<Report> {
  const checked = await Promise.all(
    profiles.map(async (profile) => {
      const who = await request('profiles.identity', { profile: profile.name });
      return { ...profile, identity: who.ok ? who.value : null, problem: who.ok ? null : who.error };
    }),
  );
  const rows = checked.map(({ name, kind, region, account, identity, problem }) => [
    name,
    kind,
    region ?? '',
    identity?.account ?? account ?? '',
    identity?.arn ?? problem?.message ?? '',
  ]);
  return {
    json: { profiles: checked },
    text: columns([['PROFILE', 'KIND', 'REGION', 'ACCOUNT', 'WHO'], ...rows]),
  };
}

/** What a list that is not the whole says of itself. */
function moreNotes(more: boolean, count: number, search: string | undefined): readonly string[] {
  if (!more) return [];
  const how =
    search === undefined ? 'Find the others by a part of their name: --search TEXT' : 'Search for more of the name';
  return [`These are ${count.toLocaleString('en')}, and there are more. ${how}.`];
}

function noneOf(search: string | undefined, none: string): string {
  return search === undefined ? none : `None has "${search}" in its name.`;
}

function listText(heading: readonly string[], rows: readonly (readonly string[])[], none: string): string {
  return rows.length === 0 ? none : columns([heading, ...rows]);
}
