import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { repositoryName } from '../../contract/names.ts';
import { wrongOptions } from '../clients/options.ts';
import type { Login } from './logins.ts';

/** The repository that a binding of this login is for, with its host or endpoint; a problem where none can be made of it. */
export function repositoryFor(login: Login, all: readonly Login[]): Result<string> {
  const { client, address, name, hits, options } = login;
  if (hits.every(({ meaning }) => meaning === null)) {
    return failed(
      refused(
        login,
        `This is no line that the app keeps for ${client.title}.`,
        'Sign in, then take the line out with "clear".',
      ),
    );
  }
  if (address === null) return failed(refused(login, 'Nothing beside the token says which domain it is for.', SIGN_IN));
  const isRegistry = hits.some(({ meaning }) => meaning?.role === 'registry');
  const found = isRegistry ? address.repository?.name : isWholeDomain(login) ? ofSameHost(login, all) : undefined;
  if (found === undefined || !repositoryName.safeParse(found).success) {
    const what = `No line points ${name === null ? client.title : `${client.title} (${name})`} at a repository of this host.`;
    return failed(refused(login, what, SIGN_IN));
  }
  const wrong = wrongOptions(client, options);
  return wrong === null ? ok(found) : failed(wrong);
}

const SIGN_IN = 'Sign in for the repository that it is for.';

/** A credential that is kept by the host: it serves every repository there, so any of them will do. */
function isWholeDomain({ name, address }: Login): boolean {
  return name !== null && address !== null && address.repository === null;
}

function ofSameHost({ address }: Login, all: readonly Login[]): string | undefined {
  return all.find((other) => other.address?.host === address?.host && other.address?.repository !== null)?.address
    ?.repository?.name;
}

function refused({ client, address }: Login, message: string, advice: string): Problem {
  const domain = address === null ? '--domain …' : `--domain ${address.domain} --domain-owner ${address.domainOwner}`;
  const repository = address?.repository?.name ?? '…';
  const command = `codeartifact-tray login --tool ${client.name} ${domain} --repository ${repository}`;
  return problemOf('invalidInput', message, { advice, command });
}
