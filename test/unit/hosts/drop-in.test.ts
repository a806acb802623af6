import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { expect, test } from 'vitest';
import { clients } from '../../../shared/engine/clients/index.ts';
import { bindingCommands } from '../../../shared/hosts/cli/commands/bindings.ts';
import { tokenCommand } from '../../../shared/hosts/cli/commands/token.ts';
import type { Commands } from '../../../shared/hosts/cli/report.ts';

const document = readFileSync(path.resolve(import.meta.dirname, '../../../docs/drop-in.md'), 'utf8');
const rows = document.split('\n').filter((line) => line.startsWith('| `'));

/** What the table says of the options of one command, by its column. */
function told(column: number): readonly string[] {
  return rows
    .filter((row) => (row.split('|')[column] ?? '').trim() !== '')
    .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/--[a-z-]+/g)].map(([name]) => name));
}

function optionsOf(name: string) {
  const program = new Command();
  const commands: Commands = { report: async () => {}, perform: async () => {}, keep: async () => {} };
  bindingCommands(program, commands, clients);
  tokenCommand(program, commands);
  return program.commands.find((command) => command.name() === name)?.options ?? [];
}

test.each([
  ['login', 2],
  ['token', 3],
])('the table says of %s what it takes of the AWS CLI, and nothing else', (name, column) => {
  const options = optionsOf(name);
  const flags = options.map(({ long }) => long);
  expect(told(column).filter((flag) => !flags.includes(flag))).toEqual([]);
  const ofAws = options.filter(({ helpGroupHeading }) => helpGroupHeading === 'Options of the AWS CLI:');
  expect(ofAws.map(({ long }) => long).filter((flag) => !told(column).includes(flag ?? ''))).toEqual([]);
  const global = [
    '--output --query --debug --no-cli-pager --color --endpoint-url --ca-bundle --no-verify-ssl',
    '--cli-read-timeout --cli-connect-timeout --no-sign-request',
  ];
  expect(flags).toEqual(expect.arrayContaining(global.join(' ').split(' ')));
});
