import { USER_LEVEL } from '../../contract/user-level.ts';
import type { Problem, ProblemCode } from '../../contract/problem.ts';
import type { Client, ClientBinding, Refusal } from '../clients/client.ts';
import { findClient } from '../clients/index.ts';
import { loginCommand } from '../clients/parts/login-command.ts';
import { TOKEN_SLOT } from '../secrets/slot.ts';
import { byId } from '../state/settings.ts';
import type { BindingSettings, Settings } from '../state/settings.ts';
import { clientBindingOf } from './binding.ts';
import { isDualstackHost } from '../../ports/partitions.ts';

/** What a token in a variable helps against: no file has to be written then. */
const OF_FILES: ReadonlySet<ProblemCode> = new Set(['secretInGit', 'envManaged']);

/** Why a binding is refused, with the command that signs its client in all the same where there is one. */
export function withWayOut({ remedy, ...problem }: Refusal, binding: BindingSettings, settings: Settings): Problem {
  if (problem.command !== null && problem.code !== 'secretInGit') return problem;
  if (remedy === 'userLevel') return { ...problem, command: loginOf(settings, { ...binding, projectId: USER_LEVEL }) };
  if (remedy !== undefined) return { ...problem, command: loginOf(settings, binding, remedy.project) };
  if (!OF_FILES.has(problem.code)) return problem;
  // A file that refers to a variable gets it from `exec`, whatever else its client reads.
  const serves = problem.code === 'envManaged' || hasTokenVariable(binding, settings);
  if (!serves) return problem;
  const first = problem.command === null ? '' : `In one command: ${problem.command} `;
  const advice =
    `${problem.advice ?? ''} ${first}Or have no file written, and run it through "codeartifact-tray exec".`.trim();
  return { ...problem, advice, command: loginOf(settings, { ...binding, execOnly: true }) };
}

function hasTokenVariable(binding: BindingSettings, settings: Settings): boolean {
  const client = findClient(binding.client);
  return client !== null && takesTokenByVariable(client, clientBindingOf(settings, binding));
}

/** True for a client that needs no file to be signed in. */
export function takesTokenByVariable(client: Client, binding: ClientBinding): boolean {
  return Object.values(client.variables(binding)).some((value) => value.includes(TOKEN_SLOT));
}

/** The login that makes this very binding, with everything that was said of it, or the same in another folder. */
function loginOf(settings: Settings, binding: BindingSettings, folder?: string): string {
  const known = findClient(binding.client)?.options ?? [];
  const options = Object.entries(binding.options).flatMap(([name, value]) => {
    const flag = known.find((option) => option.name === name)?.flag;
    return flag === undefined ? [] : [[flag, value] as const];
  });
  const lifetime = byId(settings.tokens, binding.tokenId)?.durationSeconds;
  const isDualstack = isDualstackHost(new URL(binding.endpoint).hostname);
  const seen = clientBindingOf(settings, binding);
  return loginCommand(binding.client, folder === undefined ? seen : { ...seen, projectPath: folder }, {
    ...(lifetime === undefined ? {} : { 'duration-seconds': String(lifetime) }),
    ...(isDualstack ? { 'endpoint-type': 'dualstack' } : {}),
    ...Object.fromEntries(options),
    ...(binding.execOnly === true ? { 'exec-only': true as const } : {}),
  });
}
