import { ok } from '../../shared/contract/problem.ts';
import type { EndpointType, Format } from '../../shared/contract/names.ts';
import type { Clock } from '../../shared/ports/host.ts';
import { aCodeArtifactToken } from '../unit/secrets/sample-token.ts';
import { aTokenService } from './token-service.ts';
import type { TokenService } from './token-service.ts';

const LIFE = 43_200;

export type DomainService = TokenService & {
  /** The newest token of a (profile, domain); fails loudly where none was asked for. */
  newest(tokenId: string): string;
};

/** Where a repository is; the last word on what its endpoint looks like is the test's. */
export type EndpointOf = (
  address: { readonly domain: string; readonly domainOwner: string; readonly region: string },
  repository: string,
  format: Format,
  endpointType: EndpointType | undefined,
) => string;

/** One host per domain. */
export const hostPerDomain: EndpointOf = ({ domain, domainOwner }, repository, format) =>
  `https://${domain}-${domainOwner}.d.example/${format}/${repository}/`;

/**
 * CodeArtifact with hosts as the service has them, and another token for each (profile, domain). They are issued a minute apart from
 * one another, so that the times in a token tell whose it is.
 */
export function aDomainService(clock: Clock, endpointOf: EndpointOf = hostPerDomain): DomainService {
  const service = aTokenService(clock);
  const issued: string[] = [];
  const known = new Map<string, string>();
  return {
    ...service,
    issued,
    async token(address, seconds) {
      const answer = await service.token(address, seconds);
      if (!answer.ok) return answer;
      const { profile, region, domain, domainOwner } = address;
      const id = [profile, region, domain, domainOwner].join('/');
      const place = known.has(id) ? [...known.keys()].indexOf(id) : known.size;
      const isu = Math.floor(clock.now() / 1000) - 60 * place;
      const token = aCodeArtifactToken({ isu, exp: isu + LIFE }).replace(/[^.]+$/, `dGFn${issued.length}x`);
      known.set(id, token);
      issued.push(token);
      return ok({ token, expiresAt: (isu + LIFE) * 1000 });
    },
    async endpoint(address, repository, format, endpointType) {
      const answer = await service.endpoint(address, repository, format, endpointType);
      if (!answer.ok) return answer;
      const { region, domainOwner } = answer.value;
      const whole = { ...address, region, domainOwner: domainOwner ?? '' };
      return ok({ ...answer.value, url: endpointOf(whole, repository, format, endpointType) });
    },
    newest(tokenId) {
      const token = known.get(tokenId);
      if (token === undefined) throw new Error(`No token was asked for under ${tokenId}`);
      return token;
    },
  };
}
