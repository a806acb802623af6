import { awsError, injectedReply } from '../aws-error.ts';
import type { Incoming, Service, TakeInjected } from '../incoming.ts';
import type { KeyRing } from '../key-ring.ts';
import { jsonReply } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { EmulatedAccount, EmulatedSso } from './options.ts';
import type { SsoSessions } from './sessions.ts';

const DEFAULT_ROLE_SECONDS = 3600;
const DEFAULT_PAGE = 20;

/** The SSO portal: accounts and roles of whoever shows the access token of a session, and keys for a role. */
export function createPortal(
  { accounts, roleSeconds = DEFAULT_ROLE_SECONDS }: EmulatedSso,
  sessions: SsoSessions,
  keys: KeyRing,
  takeInjected: TakeInjected,
): Service {
  const operations = new Map<string, readonly [name: string, answer: (incoming: Incoming) => Reply]>([
    ['GET /federation/credentials', ['GetRoleCredentials', getRoleCredentials]],
    ['GET /assignment/accounts', ['ListAccounts', listAccounts]],
    ['GET /assignment/roles', ['ListAccountRoles', listAccountRoles]],
    ['POST /logout', ['Logout', logout]],
  ]);

  function getRoleCredentials({ url }: Incoming): Reply {
    const account = accountOf(url);
    const role = account?.roles.find((candidate) => candidate.name === url.searchParams.get('role_name'));
    if (account === undefined || role === undefined) return noAccess();
    const arn = `arn:aws:sts::${account.id}:assumed-role/AWSReservedSSO_${role.name}_0123456789abcdef/developer`;
    const deny = role.deny === undefined ? {} : { deny: role.deny };
    const { expiration, ...key } = keys.issue({ account: account.id, arn, ...deny }, roleSeconds, 'sso');
    return jsonReply(200, { roleCredentials: { ...key, expiration: expiration * 1000 } });
  }

  function listAccounts({ url }: Incoming): Reply {
    const list = accounts.map(({ id, name }) => ({
      accountId: id,
      accountName: name,
      emailAddress: `aws+${id}@example.com`,
    }));
    return pageOf('accountList', list, url);
  }

  function listAccountRoles({ url }: Incoming): Reply {
    const account = accountOf(url);
    if (account === undefined) return noAccess();
    const list = account.roles.map(({ name }) => ({ roleName: name, accountId: account.id }));
    return pageOf('roleList', list, url);
  }

  function logout({ ssoToken = '' }: Incoming): Reply {
    sessions.end(ssoToken);
    return jsonReply(200, {});
  }

  function accountOf(url: URL): EmulatedAccount | undefined {
    return accounts.find(({ id }) => id === url.searchParams.get('account_id'));
  }

  return (incoming) => {
    const [operation, answer] = operations.get(`${incoming.method} ${incoming.url.pathname}`) ?? [];
    if (operation === undefined || answer === undefined) return null;
    const injected = takeInjected(operation);
    if (injected !== null) return { operation, accessKeyId: null, reply: injectedReply(injected) };
    const reply = sessions.isSignedIn(incoming.ssoToken ?? '') ? answer(incoming) : signedOut();
    return { operation, accessKeyId: null, reply };
  };
}

function signedOut(): Reply {
  return awsError(401, 'UnauthorizedException', 'Session token not found or invalid');
}

function noAccess(): Reply {
  return awsError(403, 'ForbiddenException', 'No access');
}

/** The next token is the place of the next page's first entry. */
function pageOf(name: string, list: readonly unknown[], { searchParams }: URL): Reply {
  const start = Number(searchParams.get('next_token') ?? 0);
  const end = start + Number(searchParams.get('max_result') ?? DEFAULT_PAGE);
  return jsonReply(200, { [name]: list.slice(start, end), ...(end < list.length ? { nextToken: String(end) } : {}) });
}
