import { failed, ok, problemOf } from '../../shared/contract/problem.ts';
import type { Problem } from '../../shared/contract/problem.ts';
import type { AwsAccess } from '../../shared/ports/aws-access.ts';
import type { Clock } from '../../shared/ports/host.ts';
import { aCodeArtifactToken } from '../unit/secrets/sample-token.ts';

// Without emulator-service.ts, which only runs under vitest: processes of their own use this too.
const ACCOUNT = '111122223333';
const OTHER_ACCOUNT = '444455556666';
const REGION = 'eu-west-1';

const NO_WAY = { detail: null, session: null, endpoint: null, isCustomEndpoint: false, proxy: null, problems: [] };

export type TokenService = AwsAccess & {
  readonly issued: readonly string[];
  /** Requests for a token so far, refused ones included. */
  requests(): number;
  /** Answers the next requests for a token with this problem, until `null` is set. */
  answerWith(problem: Problem | null): void;
  /** Seconds that the next tokens live. */
  live(seconds: number): void;
};

/** CodeArtifact as the engine sees it, by a clock of the test: no network and no SDK. Every repository is at d.example. */
export function aTokenService(clock: Clock, lifetime = 43_200): TokenService {
  const issued: string[] = [];
  let requests = 0;
  let refusal: Problem | null = null;
  let life = lifetime;
  return {
    issued,
    requests: () => requests,
    answerWith(problem) {
      refusal = problem;
    },
    live(seconds) {
      life = seconds;
    },
    together: async (work) => work(),
    files: () => [],
    configFile: () => '/nowhere/config',
    profiles: async () => ok([]),
    profile: async (name) => failed(problemOf('profileNotFound', `There is no profile ${name}.`)),
    way: async (_, region = REGION) => ({ ...NO_WAY, region }),
    identity: async () => ok({ account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/test` }),
    read: async () => ok(undefined),
    regionOf: async () => ok(REGION),
    async token() {
      requests += 1;
      // As a network does, so that others get their turn.
      await new Promise((resolve) => setImmediate(resolve));
      if (refusal !== null) return failed(refusal);
      const isu = Math.floor(clock.now() / 1000);
      const token = aCodeArtifactToken({ isu, exp: isu + life }).replace(/[^.]+$/, `dGFn${issued.length}`);
      issued.push(token);
      return ok({ token, expiresAt: (isu + life) * 1000 });
    },
    derivedEndpoint: async () => ok(null),
    domains: async () => ok({ items: [], more: false }),
    repositories: async () => ok({ items: [], more: false }),
    endpoint: async ({ profile, region = REGION, domainOwner }, repository, format) =>
      ok({
        url: `https://d.example/${format}/${repository}/`,
        region,
        domainOwner: domainOwner ?? (profile === 'other' ? OTHER_ACCOUNT : ACCOUNT),
        customHost: true,
      }),
  };
}
