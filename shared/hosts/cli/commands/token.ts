import type { Command } from 'commander';
import { Option } from 'commander';
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
        const token = await engine.terminal.tokenOf(
          {
            profile: profileOf(options),
            region: options.region,
            domain: options.domain,
            domainOwner: options.domainOwner,
          },
          options.durationSeconds,
        );
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
