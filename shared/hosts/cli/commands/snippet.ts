import type { Command } from '@commander-js/extra-typings';
import { failed, ok, problemOf } from '../../../contract/problem.ts';
import { jsonOption } from '../options.ts';
import type { Commands } from '../report.ts';
import { bindingText, snippetText } from '../words.ts';

export function snippetCommand(program: Command, { report }: Commands): void {
  program
    .command('snippet')
    .argument('[binding]', 'its id (default: all bindings)')
    .description('The lines to copy into build files, which the app leaves to you')
    .addOption(jsonOption)
    .action(async (bindingId, options) =>
      report(options, async ({ bindings: list }) => {
        const state = await list();
        if (!state.ok) return state;
        const bindings = state.value.bindings.filter(({ id }) => bindingId === undefined || id === bindingId);
        if (bindingId !== undefined && bindings.length === 0) {
          return failed(
            problemOf('bindingNotFound', `There is no binding ${bindingId}.`, {
              advice: 'See which there are.',
              command: 'codeartifact-tray list',
            }),
          );
        }
        const found = bindings.flatMap((binding) => binding.snippets.map((snippet) => ({ binding, snippet })));
        const json = found.map(({ binding: { id, client }, snippet }) => ({ id, client, ...snippet }));
        const text = bindings
          .filter(({ snippets }) => snippets.length > 0)
          .map((binding) => `${bindingText(binding, state.value)}\n\n${snippetText(binding.snippets)}`);
        const none =
          bindings.length === 0
            ? 'No bindings yet.'
            : `${bindings.length === 1 ? 'This binding needs' : 'These bindings need'} no lines of yours.`;
        return ok({ json: { snippets: json }, text: text.length === 0 ? none : text.join('\n\n') });
      }),
    );
}
