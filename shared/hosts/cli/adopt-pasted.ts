import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { NewBinding } from '../../contract/requests.ts';
import type { PastedBinding } from '../../contract/scan.ts';
import type { AccountView } from '../../contract/account.ts';
import type { LoginPreview } from '../../engine/operations/login.ts';
import { clients, findClient } from '../../engine/clients/index.ts';
import { USER_LEVEL } from '../../contract/user-level.ts';
import { ADOPT_ANEW, profileLines } from './found-text.ts';
import { profileOf } from './profile-of.ts';
import { planReport } from './plan-report.ts';
import type { Report, Session } from './report.ts';
import { accountLines, accountWarnings } from './words.ts';

/** As much as the engine reads of a pasted text, in characters. */
const LONGEST_PASTE = 100_000;

type PasteOptions = {
  readonly profile?: string | undefined;
  readonly tool?: string | undefined;
  readonly project?: string | undefined;
  readonly dryRun?: true | undefined;
};

/** Makes bindings of a pasted text, each as "add" would, switched on; `from` is a file, or - for standard input. */
export async function adoptPasted(
  { request, terminal }: Session,
  from: string,
  options: PasteOptions,
  next: string,
): Promise<Result<Report>> {
  const text = await textIn(from);
  if (text === null) {
    return failed(problemOf('fileUnreadable', `${from} could not be read.`, { advice: 'Check the path.' }));
  }
  if (text.length > LONGEST_PASTE) {
    return failed(
      problemOf('invalidInput', `${from} is longer than ${LONGEST_PASTE.toLocaleString('en')} characters.`, {
        advice: 'Give it the lines with CodeArtifact alone, for example with grep codeartifact.',
      }),
    );
  }
  const pasted = await request('scan.paste', { text });
  if (!pasted.ok) return pasted;
  const bindings: NewBinding[] = [];
  for (const one of pasted.value) {
    const binding = bindingOf(one, options);
    if (!binding.ok) return binding;
    bindings.push(binding.value);
  }
  if (bindings.length === 0) {
    return failed(
      problemOf('invalidInput', 'Nothing of CodeArtifact is in this text.', {
        advice:
          'Give it a line "aws codeartifact login …", an address of a repository, or lines of an .npmrc or pip.conf.',
      }),
    );
  }
  const mended = new Set(pasted.value.flatMap((one) => one.mended));
  if (options.dryRun === true) {
    const previews: LoginPreview[] = [];
    for (const binding of bindings) {
      const preview = await (await terminal()).previewLogin(binding);
      if (!preview.ok) return preview;
      previews.push(preview.value);
    }
    const changes = previews.flatMap(({ plan }) => plan.changes);
    const warnings = previews.flatMap(({ plan }) => plan.warnings);
    const report = planReport({ changes, warnings });
    const whose = previews.flatMap(({ account }) => [...accountLines(account), ...accountWarnings(account)]);
    return ok({ ...report, notes: [...mended, ...new Set(whose), ...(report.notes ?? [])] });
  }
  const adopted: { readonly bindingId: string; readonly profile: string; readonly account: AccountView }[] = [];
  for (const binding of bindings) {
    const added = await request('binding.add', binding);
    if (!added.ok) return added;
    adopted.push({ ...added.value, profile: binding.profile });
  }
  const whose = new Set(adopted.flatMap(({ account }) => accountLines(account)));
  const notes = [...mended, ...new Set(adopted.flatMap(({ account }) => accountWarnings(account)))];
  const who = options.profile === undefined ? profileLines(adopted, ADOPT_ANEW) : [];
  const lines = [...adopted.map(({ bindingId }) => bindingId), ...whose, ...who, next];
  return ok({ json: { adopted, leftOut: [] }, text: lines.join('\n'), notes });
}

function bindingOf(pasted: PastedBinding, options: PasteOptions): Result<NewBinding> {
  if (pasted.refusal !== null) return failed(pasted.refusal);
  const { candidates, domain, domainOwner, region, repository, endpointType, durationSeconds, endpointUrl } = pasted;
  if (endpointUrl !== null) {
    return failed(
      problemOf('invalidInput', `The command asks ${endpointUrl} in place of AWS, and this machine is not set up so.`, {
        advice: 'Set AWS_ENDPOINT_URL_CODEARTIFACT to it and adopt again, or take the option out of the text.',
      }),
    );
  }
  const chosen = options.tool === undefined ? null : toolFor(pasted, options.tool);
  if (chosen !== null && !chosen.ok) return chosen;
  const client = chosen?.value ?? pasted.client ?? (candidates.length === 1 ? candidates[0] : undefined);
  if (client === undefined) {
    return failed(
      problemOf('invalidInput', 'The text does not say for which package manager it is.', {
        advice: `Name it with --tool: ${candidates.join(', ')}.`,
      }),
    );
  }
  if (repository === null) {
    return failed(
      problemOf('invalidInput', 'The text does not say which repository it is.', { advice: 'Use "login" instead.' }),
    );
  }
  return ok({
    project: options.project === undefined ? USER_LEVEL : path.resolve(options.project),
    client,
    profile: options.profile ?? pasted.profile ?? profileOf({}),
    domain,
    repository,
    options: pasted.options,
    enabled: true,
    ...(domainOwner === null ? {} : { domainOwner }),
    ...(region === null ? {} : { region }),
    ...(endpointType === null ? {} : { endpointType }),
    ...(durationSeconds === null ? {} : { durationSeconds }),
  });
}

/** The client that was named, if it can use what the text is about. */
function toolFor({ client, candidates }: PastedBinding, tool: string): Result<string> {
  const named = findClient(tool);
  if (named === null) {
    return failed(problemOf('invalidInput', `There is no package manager ${tool}.`, { advice: 'See --help.' }));
  }
  // Of one client, what the text is for; else who can use its address.
  const fitting =
    client === null
      ? candidates
      : clients.filter(({ format }) => format === findClient(client)?.format).map(({ name }) => name);
  if (fitting.includes(named.name) || named.format === 'generic') return ok(named.name);
  const formats = new Set(fitting.map((name) => findClient(name)?.format));
  return failed(
    problemOf(
      'invalidInput',
      `The text is about packages of the format ${[...formats].join(', ')}, and ${named.title} asks for ${named.format}.`,
      { advice: `Name another one with --tool: ${fitting.join(', ')}.` },
    ),
  );
}

async function textIn(file: string): Promise<string | null> {
  try {
    return file === '-' ? await textOf(process.stdin) : await readFile(file, 'utf8');
  } catch {
    return null;
  }
}
