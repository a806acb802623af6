import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { AwsAccess } from '../../ports/aws-access.ts';

/** Account of 12 digits that a domain belongs to, and who said so. */
export type DomainOwner = { readonly account: string; readonly saidBy: 'STS' | 'CodeArtifact' };

/** Who does not wait for STS any longer can still ask CodeArtifact within the limit of all questions. Milliseconds. */
const PATIENCE = 4000;

/**
 * Whose a domain is where nothing says it: CodeArtifact then means the caller's own account, which STS names; where STS can't be asked,
 * the domains that the caller's account has. Problems: `invalidInput` where neither knows, and what kept both from answering.
 */
export async function findDomainOwner(
  aws: AwsAccess,
  profile: string,
  region: string,
  domain: string,
): Promise<Result<DomainOwner>> {
  const identity = await aws.identity(profile, region, PATIENCE);
  if (identity.ok) return ok({ account: identity.value.account, saidBy: 'STS' });
  const domains = await aws.domains(profile, region, domain);
  const found = domains.ok ? domains.value.items.find(({ name }) => name === domain) : undefined;
  if (found !== undefined) return ok({ account: found.owner, saidBy: 'CodeArtifact' });
  if (!domains.ok) return identity;
  return failed(
    problemOf('invalidInput', `The account that owns domain ${domain} could not be found out.`, {
      advice: 'Name it with --domain-owner.',
    }),
  );
}
