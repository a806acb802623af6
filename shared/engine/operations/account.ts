import type { AccountView } from '../../contract/account.ts';
import { DEFAULT_CHAIN } from '../../contract/plain-names.ts';
import { ok, problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import type { AwsAccess } from '../../ports/aws-access.ts';
import { shellWord } from '../files/shell-word.ts';
import type { Settings } from '../state/settings.ts';
import type { Handler } from './handler.ts';

/** As long as a look at who one is may hold up what was asked for. Milliseconds. */
const GLANCE = 2000;

type Known = Pick<AccountView, 'account' | 'saidBy'>;
type Owner = Pick<AccountView, 'domainOwner' | 'ownerSaidBy'>;

/** Before a profile is chosen for a domain: whose it is. AWS is asked where the files don't tell. */
export const describeAccount: Handler<'profiles.account'> = async ({ ports: { aws } }, params) => {
  const { profile, region, domain = null, domainOwner } = params;
  const where = region === undefined ? await aws.regionOf(profile) : ok(region);
  if (!where.ok) return where;
  const known = await accountOf(aws, profile, { region: where.value, mayAsk: true });
  const owner: Owner = { domainOwner: domainOwner ?? null, ownerSaidBy: domainOwner === undefined ? null : 'request' };
  return ok(accountView({ profile, domain, region: where.value }, known, owner, true));
};

/** Never fails: who is offline, or may not ask, simply does not learn it. */
export async function accountOf(
  aws: AwsAccess,
  profile: string,
  { region, mayAsk }: { readonly region: string; readonly mayAsk: boolean },
): Promise<Known> {
  const detail = await aws.profile(profile);
  const inFiles = detail.ok ? detail.value.account : null;
  if (inFiles !== null) return { account: inFiles, saidBy: 'config' };
  const identity = mayAsk ? await aws.identity(profile, region, GLANCE) : null;
  return identity?.ok === true ? { account: identity.value.account, saidBy: 'STS' } : { account: null, saidBy: null };
}

/** True where no token of these settings is the profile's for such a domain. */
export function isNewTo(
  { tokens }: Pick<Settings, 'tokens'>,
  {
    profile,
    domain,
    domainOwner,
  }: { readonly profile: string; readonly domain: string; readonly domainOwner?: string | undefined },
): boolean {
  return !tokens.some(
    (token) =>
      token.profile === profile &&
      token.domain === domain &&
      (domainOwner === undefined || token.domainOwner === domainOwner),
  );
}

type Used = { readonly profile: string; readonly domain: string | null; readonly region: string };

export function accountView(used: Used, known: Known, owner: Owner, isNew: boolean): AccountView {
  const { account } = known;
  const { domainOwner } = owner;
  const differs = isNew && account !== null && domainOwner !== null && account !== domainOwner;
  const warning = differs ? accountDiffers(used, account, domainOwner) : null;
  return { profile: used.profile, ...known, ...owner, isNew, warning };
}

function accountDiffers({ profile, domain, region }: Used, account: string, owner: string): Problem {
  const who = profile === DEFAULT_CHAIN ? 'the default credential chain' : `profile ${profile}`;
  const whose = profile === DEFAULT_CHAIN ? '' : ` --profile ${shellWord(profile)}`;
  return problemOf(
    'accountDiffers',
    `The domain ${domain ?? ''} is said to be of account ${owner}, and ${who} is of account ${account}.`,
    {
      advice:
        'That is normal for a domain that another account shares. If its owner was mistyped: see which domains the profile has itself.',
      command: `codeartifact-tray domains${whose} --region ${region}`,
    },
  );
}
