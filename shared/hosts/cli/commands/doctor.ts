import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { Diagnosis, Explanation, Finding, Origin } from '../../../contract/doctor.ts';
import { problemOf } from '../../../contract/problem.ts';
import type { Snapshot } from '../../../contract/snapshot.ts';
import { longDuration } from '../../../view/duration.ts';
import { printJson, reportProblem } from '../io.ts';
import type { Run } from '../run.ts';

type JsonOption = { readonly json?: boolean };

export function doctorCommands(program: Command, run: Run): void {
  program
    .command('doctor')
    .description('What every client will really use, and what is wrong, with the fix')
    .option('--json', 'print one JSON document')
    .action(
      run.engine(async (engine, io, { json = false }: JsonOption) => {
        const state = await engine.api.request('state.get', {});
        if (!state.ok) return reportProblem(io, state.error, json);
        if (state.value.problem !== null) return reportProblem(io, state.value.problem, json);
        const reply = await engine.api.request('doctor.explain', {});
        if (!reply.ok) return reportProblem(io, reply.error, json);
        if (json) printJson(io, { bindings: reply.value });
        else io.out(doctorText(reply.value, state.value));
        return 0;
      }),
    );

  program
    .command('explain-error')
    .argument('[file]', 'file with the error message (default: standard input)')
    .description("What a package manager's error message means, and what to do")
    .option('--json', 'print one JSON document')
    .action(
      run.engine(async (engine, io, { json = false }: JsonOption, file) => {
        const message = await read(file);
        if (message === null) {
          const problem = problemOf('fileUnreadable', `${file ?? 'Standard input'} could not be read.`, {
            advice: 'Paste the message into standard input.',
          });
          return reportProblem(io, problem, json);
        }
        const reply = await engine.api.request('doctor.diagnose', { text: message.slice(-100_000) });
        if (!reply.ok) return reportProblem(io, reply.error, json);
        if (json) printJson(io, { diagnoses: reply.value });
        else io.out(reply.value.length === 0 ? UNKNOWN : reply.value.map(diagnosisText).join('\n\n'));
        return 0;
      }),
    );
}

const UNKNOWN = 'No known error is in this text. See what every client will use with: codeartifact-tray doctor';

async function read(file: string | undefined): Promise<string | null> {
  try {
    return file === undefined || file === '-' ? await textOf(process.stdin) : await readFile(file, 'utf8');
  } catch {
    return null;
  }
}

function doctorText(explanations: readonly Explanation[], snapshot: Snapshot): string {
  if (explanations.length === 0) return 'No bindings yet, so there is nothing to look into.';
  return explanations.map((explanation) => bindingText(explanation, snapshot)).join('\n\n');
}

function bindingText(explanation: Explanation, { projects, now }: Snapshot): string {
  const { title, domain, repository, projectId, enabled, findings } = explanation;
  const project = projects.find(({ id }) => id === projectId)?.displayPath ?? projectId;
  const heading = `${title}  ${domain}/${repository}  ${project}${enabled ? '' : '  (off)'}`;
  return [heading, ...usedLines(explanation, Date.parse(now)), ...findings.flatMap(findingLines)].join('\n');
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
  return line === null ? `variable ${name}` : `${name}:${line}`;
}

function findingLines({ severity, problem }: Finding): readonly string[] {
  const lines = [`  ${severity}: ${problem.message}`];
  if (problem.advice !== null) lines.push(`    → ${problem.advice}`);
  if (problem.command !== null) lines.push(`      ${problem.command}`);
  return lines;
}

function diagnosisText({ clients, meaning, advice, command }: Diagnosis): string {
  const lines = [`${clients.join(', ')}: ${meaning}`, `  → ${advice}`];
  if (command !== null) lines.push(`    ${command}`);
  return lines.join('\n');
}
