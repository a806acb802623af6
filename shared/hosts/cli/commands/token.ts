import type { Command } from 'commander';
import { Option } from 'commander';
import { ok } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import type { IssuedToken } from '../../../ports/aws-access.ts';
import type { Engine } from '../../../engine/engine.ts';
import { printJson, reportProblem } from '../io.ts';
import { parseSeconds, profileOf, withAddressOptions } from '../options.ts';
import type { AddressOptions } from '../options.ts';
import type { Run } from '../run.ts';

type TokenOptions = AddressOptions & { readonly durationSeconds?: number; readonly format: 'text' | 'json' };

export function tokenCommand(program: Command, run: Run): void {
  withAddressOptions(program.command('token'))
    .description('Print the token of a domain, and nothing else')
    .option('--duration-seconds <seconds>', 'lifetime of a new token: 900 to 43200, or 0', parseSeconds)
    .addOption(
      new Option('--format <format>', 'text, or json with the expiration').choices(['text', 'json']).default('text'),
    )
    .action(
      run.engine(async (engine, io, options: TokenOptions) => {
        const token = await tokenFor(engine, options);
        if (!token.ok) return reportProblem(io, token.error, options.format === 'json');
        if (options.format === 'text') io.out(token.value.token);
        else {
          const expiration = new Date(token.value.expiresAt).toISOString();
          printJson(io, { token: token.value.token, expiration });
        }
        return 0;
      }),
    );
}

/** The token that is kept already if there is one, else a new one that nobody keeps. */
async function tokenFor({ core }: Engine, options: TokenOptions): Promise<Result<IssuedToken>> {
  const { domain, domainOwner, durationSeconds } = options;
  const profile = profileOf(options);
  const region = options.region === undefined ? await core.ports.aws.regionOf(profile) : ok(options.region);
  if (!region.ok) return region;
  const state = await core.read();
  const known = state.ok
    ? state.value.settings.tokens.find(
        (token) =>
          token.profile === profile &&
          token.region === region.value &&
          token.domain === domain &&
          (domainOwner === undefined || token.domainOwner === domainOwner),
      )
    : undefined;
  if (known === undefined || durationSeconds !== undefined) {
    return core.ports.aws.token({ profile, region: region.value, domain, domainOwner }, durationSeconds);
  }
  return core.exclusively(async () => {
    const token = await core.obtain(known);
    if (!token.ok) return token;
    const after = await core.read();
    const times = after.ok ? after.value.ledger.tokens[known.id]?.token : undefined;
    return ok({ token: token.value, expiresAt: times?.expiresAt ?? core.ports.clock.now() });
  });
}
