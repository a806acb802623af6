import { Command } from '@commander-js/extra-typings';
import { expect, test } from 'vitest';
import type { Commands } from '../../../shared/hosts/cli/report.ts';
import { families } from '../../../shared/hosts/cli/run.ts';

const commands: Commands = { report: async () => {}, perform: async () => {}, keep: async () => {} };

test.each(families.map((family) => [family.names.join(', '), family] as const))(
  'who asks for one of %s gets these commands',
  (_, { names, register }) => {
    const program = new Command();
    register(program, commands, []);
    expect(program.commands.map((command) => command.name()).toSorted()).toEqual(names.toSorted());
  },
);
