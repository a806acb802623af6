import type { Command } from '@commander-js/extra-typings';
import type { Finding } from '../../../contract/doctor.ts';
import { ok } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import type { NewBinding } from '../../../contract/requests.ts';
import type { Client } from '../../../engine/clients/client.ts';
import {
  accountLines,
  accountWarnings,
  bindingText,
  onOff,
  placeText,
  problemLines,
  snippetText,
  writtenText,
} from '../words.ts';
import { bindingCommand, newBindingOf } from '../binding-options.ts';
import type { BindingCommandOptions } from '../binding-options.ts';
import { jsonOption, signInOption } from '../options.ts';
import { afterSignIn } from '../signing-in.ts';
import { findingNotes, planReport, skippedProblems, warningNotes, withAccount } from '../plan-report.ts';
import type { Commands, Report, Session } from '../report.ts';

export function bindingCommands(program: Command, { report }: Commands, clients: readonly Client[]): void {
  bindingCommand(program, 'login', clients)
    .description(
      'Sign a package manager in to a repository: adds the binding, switches it on, fetches the token, writes',
    )
    .option('--dry-run', 'show the change, write nothing and fetch no token')
    .addOption(signInOption)
    .action(async (options) =>
      report(options, async (session) => {
        const binding = newBindingOf(options, { enabled: true, clients });
        return options.dryRun === true
          ? previewLogin(session, binding, options)
          : afterSignIn(session, { signIn: options.signIn, profile: binding.profile }, async () =>
              login(session, binding, options),
            );
      }),
    );

  bindingCommand(program, 'add', clients)
    .description('Add a binding, switched off, and print its id')
    .action(async (options) =>
      report(options, async ({ request }) => {
        const added = await request('binding.add', newBindingOf(options, { enabled: false, clients }));
        if (!added.ok) return added;
        const { bindingId: id, account } = added.value;
        return ok({ json: { id, account }, text: id, notes: accountWarnings(account) });
      }),
    );

  for (const enabled of [true, false]) {
    program
      .command(enabled ? 'enable' : 'disable')
      .argument('<binding>')
      .description(`Switch a binding ${enabled ? 'on' : 'off'}; "apply" then writes`)
      .addOption(jsonOption)
      .action(async (bindingId, options) =>
        report(options, async (session) => switchBinding(session, bindingId, enabled)),
      );
  }

  program
    .command('remove')
    .argument('<binding>')
    .description('Bring back what stood in the files before, and forget the binding')
    .addOption(jsonOption)
    .action(async (bindingId, options) => report(options, async (session) => removeBinding(session, bindingId)));
}

async function switchBinding(
  { request, bindings }: Session,
  bindingId: string,
  enabled: boolean,
): Promise<Result<Report>> {
  const before = await bindings([bindingId]);
  const reply = await request('binding.setEnabled', { bindingId, enabled });
  if (!reply.ok) return reply;
  const after = await bindings([bindingId]);
  if (!after.ok) return after;
  const [binding] = after.value.bindings;
  const was = before.ok ? before.value.bindings[0]?.enabled : undefined;
  const what = binding === undefined ? bindingId : bindingText(binding, after.value);
  const said = was === enabled ? `${what} is ${onOff(enabled)} already.` : `Switched ${onOff(enabled)}: ${what}.`;
  const next =
    binding?.state === 'pending' ? '\nThe files are as they were; to write them: codeartifact-tray apply' : '';
  const problems = binding?.problem === null || binding === undefined ? [] : [binding.problem];
  // It is switched, whatever keeps the files from being written.
  const findings = binding?.findings ?? [];
  const notes = [
    ...problems.flatMap((problem) => problemLines('warning', problem)),
    ...findingNotes(
      after.value,
      findings.map((finding) => ({ bindingId, ...finding })),
    ),
  ];
  const json = { id: bindingId, enabled, state: binding?.state ?? null, findings };
  return ok({ json, text: `${said}${next}`, notes });
}

async function removeBinding({ request, bindings }: Session, bindingId: string): Promise<Result<Report>> {
  const before = await bindings([bindingId]);
  const reply = await request('binding.remove', { bindingId });
  if (!reply.ok) return reply;
  const binding = before.ok ? before.value.bindings[0] : undefined;
  const what = before.ok && binding !== undefined ? bindingText(binding, before.value) : bindingId;
  const { written, warnings } = reply.value;
  const files = written.length === 0 ? 'No file had to be changed' : writtenText(written).join('\n');
  const notes = warningNotes(warnings);
  return ok({ json: { id: bindingId, written, warnings }, text: `Removed: ${what}.\n${files}`, notes });
}

async function previewLogin(
  { terminal }: Session,
  binding: NewBinding,
  options: BindingCommandOptions,
): Promise<Result<Report>> {
  const preview = await (await terminal()).previewLogin(binding);
  if (!preview.ok) return preview;
  const { plan, account } = preview.value;
  return ok(withAccount(planReport(plan), account, options.json === true));
}

async function login(
  { request, terminal, io, bindings: list }: Session,
  binding: NewBinding,
  options: BindingCommandOptions,
): Promise<Result<Report>> {
  const { login: logIn } = await terminal();
  const outcome = await logIn(binding, {
    warns: (problem) => io.err(problemLines('warning', problem).join('\n')),
    shows(account) {
      const lines = options.json === true ? [] : accountLines(account);
      if (lines.length > 0) io.out(lines.join('\n'));
    },
  });
  if (!outcome.ok) return outcome;
  const { bindingId, account, replaced, repointed, report, findings } = outcome.value;
  const after = await list([bindingId]);
  if (!after.ok) return after;
  const standing = await request('binding.problems', {});
  if (!standing.ok) return standing;
  const theirs = standing.value.filter((one) => one.bindingId === bindingId);
  const problems = skippedProblems(theirs, report.skipped);
  const last = problems.at(-1);
  const { written } = report;
  const wrote = written.length > 0;
  if (last !== undefined) {
    const json = wrote ? { error: last, written } : { error: last };
    return ok({ json, text: wrote ? writtenText(written).join('\n') : '', problems, wrote });
  }
  const {
    bindings: [added],
    tokens,
  } = after.value;
  const expiresAt = tokens.find(({ id }) => id === added?.tokenId)?.expiresAt ?? null;
  const snippets = added?.snippets ?? [];
  const text = [
    ...summary(options, report.written, findings),
    ...(expiresAt === null ? [] : [`The token lasts until ${expiresAt}.`]),
    ...(snippets.length === 0 ? [] : [`\nLines for your build files:\n\n${snippetText(snippets)}`]),
  ].join('\n');
  return ok({
    // Ids of bindings, URLs of registries, and places of other values: no id looks like one of these.
    json: {
      id: bindingId,
      written: report.written,
      replaced: [...replaced, ...repointed.map(({ path, entry, url }) => url ?? `${path} (${entry})`)],
      expiresAt,
      account,
      findings,
      snippets,
    },
    text,
    notes: [
      ...replaced.map(
        (id) => `Switched ${id} off: it set the same ${options.execOnly === true ? 'variables' : 'lines'}.`,
      ),
      ...repointed.map(({ path, entry, url }) => `Replaced ${url ?? 'another value'} in ${path} (${entry}).`),
      ...findings.flatMap(({ severity, problem }) => (severity === 'warning' ? problemLines('warning', problem) : [])),
    ],
  });
}

/** "Signed in" is said only when the client will be. */
function summary(
  { tool, domain, repository, execOnly, project }: BindingCommandOptions,
  written: readonly string[],
  findings: readonly Finding[],
): readonly string[] {
  const where = project === undefined ? '' : ` in ${project}`;
  const [how, files] =
    execOnly === true
      ? [` for what is run${where} by: codeartifact-tray exec -- …\n`, 'No file was written.']
      : ['. ', written.length === 0 ? 'Nothing had to be written.' : `Wrote ${written.map(placeText).join(', ')}.`];
  const wrong = findings.filter(({ severity }) => severity === 'wrong');
  if (wrong.length === 0) return [`${tool} is signed in to ${domain}/${repository}${how}${files}`];
  const lines = wrong.flatMap(({ severity, problem }) => problemLines(severity, problem));
  return [`${files} But ${tool} does not use ${domain}/${repository} yet:`, ...lines];
}
