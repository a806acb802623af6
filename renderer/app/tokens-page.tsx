import { useState, type ReactNode } from 'react';
import type { Problem } from '../../shared/contract/problem.ts';
import type { TokenView } from '../../shared/contract/snapshot.ts';
import { counted } from '../../shared/view/standing/mark.ts';
import { needsPerson } from '../../shared/view/standing/need.ts';
import { tokenDetail, tokenMark } from '../../shared/view/token-text.ts';
import { Button, ButtonLink } from '../components/controls/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { HeadlineDetail, HeadlineTitle } from '../components/standing/headline.tsx';
import { Moment } from '../components/tokens/moment.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { Pill } from '../components/pill.tsx';
import { ProblemHelp, ProblemNote } from '../components/standing/problem-note.tsx';
import { RefreshToken } from '../components/tokens/refresh-token.tsx';
import { SignInCard, useSignInOf, WaitsForSignIn } from '../components/sign-in/sign-in-card.tsx';
import { TokenSummary } from '../components/tokens/token-summary.tsx';
import { RefreshAll } from '../components/tokens/refresh-all.tsx';
import { useMinute, useSnapshot } from '../state/page-state.ts';
import { hrefOf } from '../state/route.ts';
import { isFirstRun, tokensByNeed } from '../state/selectors.ts';
import type { RefreshAll as Refreshing } from '../state/use-refresh-all.ts';
import { ConnectionDialog } from './aws/connection-dialog.tsx';
import { FirstRun, FirstRunActions } from './first-run.tsx';

/** Every token with its countdown, whose it is and what is wrong with it. */
export function TokensPage({ refreshAll }: { readonly refreshAll: Refreshing }): ReactNode {
  const snapshot = useSnapshot();
  return (
    <>
      <TokensHeader refreshAll={refreshAll} />
      <div className="page-content">
        {isFirstRun(snapshot) ? (
          <FirstRun>
            <FirstRunActions />
          </FirstRun>
        ) : (
          <TokenList />
        )}
      </div>
    </>
  );
}

function TokensHeader({ refreshAll }: { readonly refreshAll: Refreshing }): ReactNode {
  return (
    <PageHeader title={<HeadlineTitle />} detail={<HeadlineDetail />}>
      <RefreshAll refreshAll={refreshAll}>Refresh all</RefreshAll>
    </PageHeader>
  );
}

function TokenList(): ReactNode {
  const snapshot = useSnapshot();
  const { waiting, kept } = tokensByNeed(snapshot.tokens, useMinute());
  const tokens = [...waiting, ...kept];
  // Nobody knows what is kept while the settings can't be read.
  if (snapshot.problem !== null) return null;
  if (tokens.length === 0) {
    return (
      <EmptyState icon="tokens" title="No token is kept yet">
        <p>A token is fetched for every repository that you add to a project.</p>
        <ButtonLink look="primary" href={hrefOf('projects')}>
          Go to projects
        </ButtonLink>
      </EmptyState>
    );
  }
  return (
    <ul className="card-list">
      {snapshot.signIns.map((signIn) => (
        <li key={signIn.id}>
          <SignInCard signIn={signIn} heading="h2" />
        </li>
      ))}
      {tokens.map((token) => (
        <li key={token.id}>
          <TokenCard token={token} />
        </li>
      ))}
    </ul>
  );
}

function TokenCard({ token }: { readonly token: TokenView }): ReactNode {
  const { bindings } = useSnapshot();
  const uses = bindings.filter((binding) => binding.tokenId === token.id).length;
  const waits = needsPerson(token, useMinute());
  return (
    <article className="card card-large" data-waits={waits} data-row={token.id} tabIndex={-1}>
      <TokenSummary token={token} heading="h2" detail={tokenDetail}>
        <Pill mark={tokenMark(token)} />
        <TestConnection token={token} />
        <RefreshToken token={token} />
      </TokenSummary>
      {token.error !== null && (
        <div className="card-help">
          <TokenHelp token={token} error={token.error} waits={waits} />
        </div>
      )}
      <dl className="facts">
        <Fact term="Profile">{token.profile}</Fact>
        <Fact term="Domain owner">{token.domainOwner}</Fact>
        <Fact term="Expires at">{token.expiresAt === null ? '–' : <Moment at={token.expiresAt} />}</Fact>
        <Fact term="Refresh at">{token.refreshAt === null ? '–' : <Moment at={token.refreshAt} />}</Fact>
        <Fact term="Used by">{counted(uses, 'binding')}</Fact>
      </dl>
    </article>
  );
}

type TokenHelpProps = { readonly token: TokenView; readonly error: Problem; readonly waits: boolean };

function TokenHelp({ token, error, waits }: TokenHelpProps): ReactNode {
  const signIn = useSignInOf(token);
  if (signIn !== null) return <WaitsForSignIn signIn={signIn} />;
  return waits ? <ProblemHelp problem={error} /> : <ProblemNote problem={error} tone="warn" />;
}

/** Tries a token's whole way to its first repository. */
function TestConnection({ token }: { readonly token: TokenView }): ReactNode {
  const { bindings } = useSnapshot();
  const [isOpen, setOpen] = useState(false);
  const { profile, region, domain, domainOwner } = token;
  const repository = bindings.find((binding) => binding.tokenId === token.id)?.repository;
  const asked = { profile, region, domain, domainOwner, ...(repository === undefined ? {} : { repository }) };
  return (
    <>
      <Button look="quiet" label={`Test: ${domain}, profile ${profile}`} onClick={() => setOpen(true)}>
        Test
      </Button>
      {isOpen && <ConnectionDialog asked={asked} onClosed={() => setOpen(false)} />}
    </>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
