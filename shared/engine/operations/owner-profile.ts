import { shellWord } from '../files/shell-word.ts';
import { DEFAULT_CHAIN } from '../../contract/plain-names.ts';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { ProfileSummary } from '../../contract/requests.ts';
import type { State } from '../state/state.ts';

/** A domain that a profile is looked for. */
type Domain = { readonly domain: string; readonly domainOwner: string; readonly region: string | null };

type Known = {
  readonly state: Pick<State, 'settings' | 'ledger'>;
  readonly profiles: readonly ProfileSummary[];
  /** What AWS_PROFILE says. */
  readonly named: string | undefined;
};

/**
 * The profile whose token opens the domain: the one that is kept for it already, else the only one of its account (and region), else
 * what AWS_PROFILE names, else the only one whose account the AWS files don't tell. `invalidInput`, with the candidates, otherwise: the
 * likeliest first.
 */
export function ownerProfile(wanted: Domain, known: Known): Result<string> {
  const { domain, domainOwner, region } = wanted;
  const { state, profiles, named } = known;
  const usable = profiles.filter(({ kind }) => kind !== 'none');
  const kept = state.settings.tokens.find(
    (token) =>
      token.domain === domain &&
      token.domainOwner === domainOwner &&
      (region === null || token.region === region) &&
      // The default chain may be none of the files'.
      (token.profile === DEFAULT_CHAIN || usable.some(({ name }) => name === token.profile)),
  );
  if (kept !== undefined) return ok(kept.profile);
  const ofAccount = usable.filter(({ account }) => account === domainOwner);
  const ofRegion = ofAccount.filter((profile) => profile.region === region);
  const untold = usable.filter(({ account }) => account === null);
  const fits = ofAccount.find(({ name }) => name === named) ?? only(ofRegion) ?? only(ofAccount);
  if (fits !== undefined) return ok(fits.name);
  const byName = ofAccount.length === 0 ? usable.find(({ name }) => name === named) : undefined;
  const last = byName ?? (ofAccount.length === 0 ? only(untold) : undefined);
  if (last !== undefined) return ok(last.name);
  const candidates = [ofAccount, untold, usable].find(({ length }) => length > 0) ?? [];
  const names = likeliestFirst(candidates, wanted, known).map(({ name }) => name);
  return failed(
    problemOf(
      'invalidInput',
      `Which AWS profile opens the domain ${domain} of account ${domainOwner} is not told by the AWS files.`,
      {
        advice:
          names.length === 0
            ? 'Set up an AWS profile, then name it with --profile.'
            : `Name it with --profile: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ' …' : ''}.`,
        ...(names[0] === undefined ? {} : { command: `codeartifact-tray adopt --profile ${shellWord(names[0])}` }),
      },
    ),
  );
}

/** What got no token lately comes last, then who is of another region or says none. */
function likeliestFirst(candidates: readonly ProfileSummary[], { region }: Domain, { state, named }: Known) {
  const failing = new Set(
    state.settings.tokens
      .filter(({ id }) => (state.ledger.tokens[id]?.failure ?? null) !== null)
      .map(({ profile }) => profile),
  );
  const doubts = (profile: ProfileSummary) => [
    failing.has(profile.name),
    region !== null && profile.region !== region,
    profile.name !== named,
    profile.region === null,
  ];
  const rank = (profile: ProfileSummary) =>
    doubts(profile)
      .map((doubt) => (doubt ? '1' : '0'))
      .join('');
  return candidates.toSorted((a, b) => rank(a).localeCompare(rank(b)));
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}
