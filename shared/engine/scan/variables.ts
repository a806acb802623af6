import { problemOf } from '../../contract/problem.ts';
import type { FoundLogin } from '../../contract/scan.ts';
import type { Environment } from '../../ports/host.ts';
import { clients } from '../clients/index.ts';
import { tokenIn } from '../secrets/token.ts';
import { addressesIn } from './address.ts';
import { tokenView } from './token-view.ts';
import { shortId } from './view.ts';

/** Variables of clients that name CodeArtifact or hold a token of it: they beat what stands in files. */
export function variablesFound({ env }: Environment, origins: readonly URL[], now: number): readonly FoundLogin[] {
  return Object.entries(env).flatMap(([name, value = '']): FoundLogin[] => {
    const client = clients.find(({ ownVariables }) => ownVariables.test(name));
    const [address = null] = addressesIn(`${value}\n${name}`, origins);
    const token = tokenIn(value);
    if (client === undefined || (address === null && token === null)) return [];
    const origin = { name, path: null, line: null };
    const view = token === null ? null : tokenView(token, now);
    return [
      {
        id: shortId(name),
        client: client.name,
        title: client.title,
        alsoReadBy: [],
        project: null,
        domain: address?.domain ?? null,
        domainOwner: address?.domainOwner ?? null,
        region: address?.region ?? null,
        repository: address?.repository?.name ?? null,
        format: address?.repository?.format ?? null,
        endpoint: address?.repository?.endpoint ?? null,
        options: {},
        scopeText: `variable ${name}`,
        takesOver: 'what its files say, in this shell',
        lifetime: view,
        lines: [{ origin, role: 'other', entry: name, lifetime: view }],
        bindingId: null,
        clearing: false,
        refusal: problemOf('envManaged', `It stands in the variable ${name}, not in a file.`, {
          advice: `Unset ${name}, where your shell sets it.`,
        }),
      },
    ];
  });
}
