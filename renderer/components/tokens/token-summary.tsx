import type { ReactNode } from 'react';
import type { TokenView } from '../../../shared/contract/snapshot.ts';
import { useTextAt } from '../../state/page-state.ts';
import { Ring } from './ring.tsx';

type TokenSummaryProps = {
  readonly token: TokenView;
  readonly heading: 'h2' | 'h3';
  /** The line below its name. */
  readonly detail: (token: TokenView, now: number) => string;
  /** What stands at the end of the row: its state, or the one thing to do. */
  readonly children: ReactNode;
};

/** A token as one row: what is left of it, what it is for, what happens next. */
export function TokenSummary({ token, heading: Heading, detail, children }: TokenSummaryProps): ReactNode {
  return (
    <div className="token-row">
      <Ring token={token} />
      <div className="token-words">
        <Heading className="token-name">
          {token.domain} <span className="region">{token.region}</span>
        </Heading>
        <TokenDetail token={token} detail={detail} />
      </div>
      <div className="row-end">{children}</div>
    </div>
  );
}

function TokenDetail({ token, detail }: Pick<TokenSummaryProps, 'token' | 'detail'>): ReactNode {
  return <p className="token-detail">{useTextAt((now) => detail(token, now))}</p>;
}
