import { DEFAULT_CHAIN } from '../../contract/plain-names.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Parsed } from '../../contract/requests.ts';
import { USER_LEVEL } from '../../contract/user-level.ts';
import type { Client } from '../clients/client.ts';
import { loginCommand } from '../clients/parts/login-command.ts';
import type { Core } from '../core/core.ts';

/**
 * A domain that is not where it was said to be, with the login to the one of that name that the profile has itself: in the same region
 * under another account, else in its own region. The problem as it is where there is none, or something else is wrong.
 */
export async function withNearest(
  { ports: { aws } }: Core,
  params: Parsed<'binding.add'>,
  client: Client,
  problem: Problem,
): Promise<Problem> {
  if (problem.code !== 'domainNotFound') return problem;
  const { profile, domain } = params;
  const own = await aws.regionOf(profile);
  for (const region of new Set([params.region, ...(own.ok ? [own.value] : [])])) {
    if (region === undefined) continue;
    const domains = await aws.domains(profile, region, domain);
    const found = domains.ok ? domains.value.items.find(({ name }) => name === domain) : undefined;
    if (found === undefined) continue;
    const who = profile === DEFAULT_CHAIN ? 'The default credential chain' : `Profile ${profile}`;
    const advice = `${who} has a domain ${domain} in account ${found.owner} and region ${region}. If that is meant, log in to it.`;
    return { ...problem, advice, command: commandFor(params, client, { domainOwner: found.owner, region }) };
  }
  return problem;
}

type Place = { readonly domainOwner: string; readonly region: string };

/** The login that was wanted, to the domain at another place. */
function commandFor(params: Parsed<'binding.add'>, { name, options = [] }: Client, place: Place): string {
  const { project, profile, domain, repository, endpointType, durationSeconds, execOnly } = params;
  const given = options.flatMap(({ name: option, flag }) => {
    const value = params.options[option];
    return value === undefined ? [] : [[flag, value] as const];
  });
  return loginCommand(
    name,
    {
      domain,
      repository,
      ...place,
      ...(profile === DEFAULT_CHAIN ? {} : { profile }),
      endpoint: '',
      options: {},
      projectPath: project === USER_LEVEL ? null : project,
    },
    {
      ...Object.fromEntries(given),
      ...(endpointType === undefined ? {} : { 'endpoint-type': endpointType }),
      ...(durationSeconds === undefined ? {} : { 'duration-seconds': String(durationSeconds) }),
      ...(execOnly ? { 'exec-only': true as const } : {}),
    },
  );
}
