import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import path from 'node:path';
import { ok } from '../../../contract/problem.ts';
import type { AdoptReport } from '../../../contract/scan.ts';
import { ADOPT_ANEW, profileLines, scanText } from '../found-text.ts';
import { jsonOption } from '../options.ts';
import { planReport } from '../plan-report.ts';
import type { Commands } from '../report.ts';
import { placeText } from '../words.ts';

export function scanCommands(program: Command, { report }: Commands): void {
  program
    .command('scan')
    .description('CodeArtifact URLs and tokens that stand in files and variables already, whoever wrote them')
    .option('--project <folder>', 'look into this folder too, besides the user level and the known projects')
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async ({ request }) => {
        const reply = await request('scan.find', folderOf(options));
        return reply.ok ? ok({ json: reply.value, text: scanText(reply.value, Date.now()) }) : reply;
      }),
    );

  program
    .command('adopt')
    .argument('[which...]', 'ids of "scan", or files (default: all that is found)')
    .description('Make bindings of what stands there, switched on and with the names it has; "apply" then writes')
    .option('--profile <profile>', "AWS profile (default: the one of the domain's account)")
    .option('--project <folder>', 'look into this folder too, besides the user level and the known projects')
    .option(
      '--from <file>',
      'a login command, an address or lines of a file in place of what stands there; - for standard input',
    )
    .option('--tool <tool>', 'package manager, where --from gives an address alone')
    .option('--dry-run', 'show what an apply would write then, and add nothing')
    .addOption(jsonOption)
    .action(async (which, options) =>
      report(options, async (session) => {
        const { request, terminal } = session;
        const { profile, from } = options;
        if (from !== undefined) {
          const { adoptPasted } = await import('../adopt-pasted.ts');
          return adoptPasted(session, from, options, NEXT);
        }
        const params = { which: namesOf(which), ...folderOf(options), ...(profile === undefined ? {} : { profile }) };
        if (options.dryRun === true) {
          const preview = await (await terminal()).previewAdoption(params);
          if (!preview.ok) return preview;
          const plan = planReport(preview.value.plan);
          const notes = [...leftOutNotes(preview.value), ...(plan.notes ?? [])];
          const who = profile === undefined ? profileLines(preview.value.adopted, 'name it with --profile') : [];
          return ok({ ...plan, notes: [...notes, ...who] });
        }
        const reply = await request('scan.adopt', params);
        if (!reply.ok) return reply;
        const state = await session.bindings(reply.value.adopted.map(({ bindingId }) => bindingId));
        if (!state.ok) return state;
        const lines = state.value.bindings.map(({ id, client, domain, repository, scopeText }) =>
          [id, client, `${domain}/${repository}`, scopeText].join('  '),
        );
        const who = profile === undefined ? profileLines(reply.value.adopted, ADOPT_ANEW) : [];
        const nothing = reply.value.leftOut.length === 0 ? 'Nothing was there to adopt.' : 'Nothing was adopted.';
        const text = lines.length === 0 ? nothing : [...lines, ...who, NEXT].join('\n');
        return ok({ json: reply.value, text, notes: leftOutNotes(reply.value) });
      }),
    );

  program
    .command('clear')
    .argument('[which...]', 'ids of "scan", or files (default: all that no binding keeps)')
    .description('Note CodeArtifact lines of others to be taken out, registries and tokens; "apply" then does it')
    .option('--project <folder>', 'look into this folder too, besides the user level and the known projects')
    .option('--dry-run', 'show what an apply would take out then, and note nothing')
    .addOption(
      new Option('--keep', 'take back what was noted and not applied yet (default: all of it)').conflicts('dryRun'),
    )
    .addOption(jsonOption)
    .action(async (which, options) =>
      report(options, async ({ request, terminal }) => {
        const params = { which: namesOf(which), ...folderOf(options) };
        if (options.dryRun === true) {
          const preview = await (await terminal()).previewClearing(params);
          if (!preview.ok) return preview;
          const plan = planReport(preview.value.plan);
          return ok({ ...plan, notes: [...leftOutNotes(preview.value), ...(plan.notes ?? [])] });
        }
        if (options.keep === true) {
          const kept = await request('scan.keep', params);
          return kept.ok ? ok({ json: kept.value, text: keptText(kept.value.kept) }) : kept;
        }
        const reply = await request('scan.clear', params);
        if (!reply.ok) return reply;
        const { length } = reply.value.clearing;
        const text =
          length === 0 ? 'Nothing was there to clear.' : [...reply.value.clearing, `${NEXT} ${BACK}`].join('\n');
        return ok({ json: reply.value, text, notes: leftOutNotes(reply.value) });
      }),
    );
}

const BACK = 'Take it back with "codeartifact-tray clear --keep".';

function keptText(kept: readonly string[]): string {
  return kept.length === 0
    ? 'Nothing waits to be cleared.'
    : kept.map((file) => `Stays as it is: ${placeText(file)}`).join('\n');
}

const NEXT = 'Nothing is written yet: see it with "codeartifact-tray plan", write it with "codeartifact-tray apply".';

/** Why some were left as they are, each reason once. */
function leftOutNotes({ leftOut }: Pick<AdoptReport, 'leftOut'>): readonly string[] {
  return leftOut.map(({ id, problem: { message, advice, command } }) =>
    [`${id} stays as it is: ${message}`, advice, command === null ? null : `$ ${command}`]
      .filter((part) => part !== null)
      .join(' '),
  );
}

/** Ids stay what they are; a file is named from the folder that the command is run in. */
function namesOf(which: readonly string[]): string[] {
  return which.map((name) => (/^f-[0-9a-f]{8}$/.test(name) ? name : path.resolve(name)));
}

/** The folder as an absolute path, as the engine takes it. */
function folderOf({ project }: { readonly project?: string | undefined }) {
  return project === undefined ? {} : { project: path.resolve(project) };
}
