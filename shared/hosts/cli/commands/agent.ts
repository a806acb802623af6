import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { ok } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import type { Io } from '../io.ts';
import { parseMinutes, parsePort } from '../options.ts';
import type { Commands } from '../report.ts';
import { untilStopped } from '../until-stopped.ts';

export function agentCommands(program: Command, { keep }: Commands): void {
  program
    .command('run')
    .description('Refresh tokens and watch files until stopped, without a window')
    .action(async () => keep(async (io) => (await import('../run-agent.ts')).runUntilStopped(io)));

  program
    .command('serve')
    .description('The agent with its web page on 127.0.0.1; prints the address with its one-time key')
    .option('--port <port>', 'port of the page (default: any free one)', parsePort, 0)
    .action(async ({ port }) =>
      keep(async (io) => (await import('../serve.ts')).serveUntilStopped(io, { port, demo: false })),
    );

  program
    .command('demo')
    .description('The whole app against an emulator in a throw-away home; no AWS account needed')
    .option('--port <port>', 'port of the page (default: any free one)', parsePort, 0)
    .option('--minutes <minutes>', 'lifetime of a token', parseMinutes, 4)
    // For the tray, which brings the page itself.
    .addOption(new Option('--shell-only').hideHelp())
    .action(async (options) => keep(async (io) => runDemo(io, options)));
}

type DemoOptions = { readonly port: number; readonly minutes: number; readonly shellOnly?: true | undefined };

/** The demo's variables go into this process before anything reads them: it is a machine of its own from here on. */
async function runDemo(io: Io, { port, minutes, shellOnly }: DemoOptions): Promise<Result<number>> {
  const { prepareDemo } = await import('../../demo/prepare-demo.ts');
  const demo = await prepareDemo({ tokenLifetimeSeconds: Math.round(minutes * 60) });
  try {
    for (const name of demo.unset) delete process.env[name];
    Object.assign(process.env, demo.env);
    io.err(`Demo: everything lives in ${demo.folder} and goes when you stop it.`);
    io.err('Apply the changes on the page, then try them in a second terminal:');
    for (const line of demo.tryOut) io.err(`  ${line}`);
    const variables = path.join(demo.folder, 'variables.json');
    writeFileSync(variables, JSON.stringify({ set: demo.env, unset: demo.unset }, null, 2), { mode: 0o600 });
    if (shellOnly !== true) {
      const { serveUntilStopped } = await import('../serve.ts');
      return await serveUntilStopped(io, { port, demo: true });
    }
    io.data(variables);
    await untilStopped();
    return ok(0);
  } finally {
    await demo.remove();
  }
}
