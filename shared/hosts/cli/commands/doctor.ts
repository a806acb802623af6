import { visibleLine } from '../../../view/plain-text.ts';
import { readFile } from 'node:fs/promises';
import type { Command } from '@commander-js/extra-typings';
import type { AwsExplanation, Diagnosis, Explanation, Finding, Origin } from '../../../contract/doctor.ts';
import { failed, ok, problemOf } from '../../../contract/problem.ts';
import type { BindingList } from '../../../contract/parts.ts';
import { awsFacts, awsHeading } from '../../../view/aws-facts.ts';
import { diagnosisLead } from '../../../view/diagnosis-text.ts';
import { longDuration } from '../../../view/time/duration.ts';
import { besideText, unboundOf } from '../found-text.ts';
import { jsonOption } from '../options.ts';
import type { Commands } from '../report.ts';

export function doctorCommands(program: Command, { report }: Commands): void {
  program
    .command('doctor')
    .description('What every client will really use, and what is wrong, with the fix')
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async ({ request, bindings }) => {
        const state = await bindings();
        if (!state.ok) return state;
        const reply = await request('doctor.explain', {});
        if (!reply.ok) return reply;
        const scanned = await request('scan.find', {});
        if (!scanned.ok) return scanned;
        const aws = await request('doctor.aws', {});
        if (!aws.ok) return aws;
        const found = unboundOf(scanned.value);
        const beside = besideText(found, Date.parse(state.value.now));
        const text = [doctorText(reply.value, state.value), ...aws.value.map(awsText), ...beside].join('\n\n');
        return ok({ json: { bindings: reply.value, found, aws: aws.value }, text });
      }),
    );

  program
    .command('explain-error')
    .argument('[file]', 'file with the error message (default: standard input)')
    .description("What a package manager's error message means, and what to do")
    .addOption(jsonOption)
    .action(async (file, options) =>
      report(options, async ({ request }) => {
        const message = await read(file);
        if (message === null) {
          const what = `${file ?? 'Standard input'} could not be read.`;
          return failed(problemOf('fileUnreadable', what, { advice: 'Paste the message into standard input.' }));
        }
        const reply = await request('doctor.diagnose', { text: message.slice(-100_000) });
        if (!reply.ok) return reply;
        const text = reply.value.length === 0 ? UNKNOWN : reply.value.map(diagnosisText).join('\n\n');
        return ok({ json: { diagnoses: reply.value }, text });
      }),
    );
}

const UNKNOWN = 'No known error is in this text. See what every client will use with: codeartifact-tray doctor';

async function read(file: string | undefined): Promise<string | null> {
  try {
    const { text } = await import('node:stream/consumers');
    return file === undefined || file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  } catch {
    return null;
  }
}

function doctorText(explanations: readonly Explanation[], snapshot: BindingList): string {
  if (explanations.length === 0) return 'No bindings yet.';
  return explanations.map((explanation) => bindingText(explanation, snapshot)).join('\n\n');
}

function bindingText(explanation: Explanation, { projects, bindings, now }: BindingList): string {
  const { title, domain, repository, projectId, enabled, findings } = explanation;
  const project = projects.find(({ id }) => id === projectId)?.displayPath ?? projectId;
  const heading = `${title}  ${domain}/${repository}  ${visibleLine(project)}${enabled ? '' : '  (off)'}`;
  const isExecOnly = bindings.some(({ id, execOnly }) => id === explanation.bindingId && execOnly);
  const used = isExecOnly
    ? ['  exec only   run it through: codeartifact-tray exec -- …']
    : usedLines(explanation, Date.parse(now));
  return [heading, ...used, ...findings.flatMap(findingLines)].join('\n');
}

/** The way to AWS of one profile, with what is wrong on it. */
function awsText(explanation: AwsExplanation): string {
  const facts = awsFacts(explanation, (at) => at).map(
    ({ label, text }) => `  ${label.padEnd(11)} ${visibleLine(text)}`,
  );
  const problems = explanation.problems.flatMap((problem) =>
    findingLines({ severity: 'wrong', problem, origin: null }),
  );
  return [`AWS ${visibleLine(awsHeading(explanation))}`, ...facts, ...problems].join('\n');
}

function usedLines({ registry, signsInBy }: Explanation, now: number): readonly string[] {
  const lines = [];
  if (registry !== null) lines.push(`  uses        ${registry.value}  (${placeText(registry.origin)})`);
  if (signsInBy !== null) {
    const left = signsInBy.expiresAt === null ? null : Date.parse(signsInBy.expiresAt) - now;
    const words = {
      fresh: left === null ? 'a token' : `a token with ${longDuration(left)} left`,
      stale: 'an expired token',
      other: 'another credential',
      reference: 'a variable',
    };
    lines.push(`  signs in by ${words[signsInBy.kind]}  (${placeText(signsInBy.origin)})`);
  }
  return lines;
}

function placeText({ name, line }: Origin): string {
  return line === null ? `variable ${name}` : `${visibleLine(name)}:${line}`;
}

function findingLines({ severity, problem }: Finding): readonly string[] {
  const lines = [`  ${severity}: ${visibleLine(problem.message)}`];
  if (problem.advice !== null) lines.push(`    → ${visibleLine(problem.advice)}`);
  if (problem.command !== null) lines.push(`      ${visibleLine(problem.command)}`);
  return lines;
}

function diagnosisText(diagnosis: Diagnosis): string {
  const { meaning, advice, command } = diagnosis;
  const lines = [`${diagnosisLead(diagnosis)}: ${meaning}`, `  → ${advice}`];
  if (command !== null) lines.push(`    ${command}`);
  return lines.join('\n');
}
