import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { repositoryName } from '../../contract/names.ts';
import { wrongOptions } from '../clients/options.ts';
import type { Address } from './address.ts';
import type { Login } from './logins.ts';

/** A repository as a binding has it: its endpoint is of the client's format. */
type Aim = { readonly repository: string; readonly endpoint: string };

/** What a binding of this login is for; a problem where none can be made of it. */
export function aimOf(login: Login, all: readonly Login[]): Result<Aim> {
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
  const { format } = client;
  if (format !== 'generic' && address.repository !== null && address.repository.format !== format) {
    const what = `This is an address for packages of the format ${address.repository.format}, and ${client.title} asks for ${format}.`;
    return failed(refused(login, what, SIGN_IN));
  }
  const isRegistry = hits.some(({ meaning }) => meaning?.role === 'registry');
  const found = isRegistry ? address.repository : isWholeDomain(login) ? ofSameHost(login, all) : null;
  if (found === null || !repositoryName.safeParse(found.name).success) {
    const what = `No line points ${name === null ? client.title : `${client.title} (${name})`} at a repository of this host.`;
    return failed(refused(login, what, SIGN_IN));
  }
  const wrong = wrongOptions(client, options);
  if (wrong !== null) return failed(wrong);
  return ok({ repository: found.name, endpoint: found.endpoint.replace(`/${found.format}/`, `/${format}/`) });
}

const SIGN_IN = 'Sign in for the repository that it is for.';

/** A credential that is kept by the host: it serves every repository there, so any of them will do. */
function isWholeDomain({ name, address }: Login): boolean {
  return name !== null && address !== null && address.repository === null;
}

/** Every repository has an endpoint of every format; one that is asked for the client's own is the likelier one. */
function ofSameHost({ address, client }: Login, all: readonly Login[]): Address['repository'] {
  const repositories = all.flatMap((other) =>
    other.address?.host === address?.host && other.address?.repository != null ? [other.address.repository] : [],
  );
  return repositories.find(({ format }) => format === client.format) ?? repositories[0] ?? null;
}

function refused({ client, address }: Login, message: string, advice: string): Problem {
  const domain = address === null ? '--domain …' : `--domain ${address.domain} --domain-owner ${address.domainOwner}`;
  const repository = address?.repository?.name ?? '…';
  const command = `codeartifact-tray login --tool ${client.name} ${domain} --repository ${repository}`;
  return problemOf('invalidInput', message, { advice, command });
}
