import { useEffect, type ReactNode } from 'react';
import type { Page } from '../../../shared/contract/requests.ts';
import { counted } from '../../../shared/view/standing/mark.ts';
import { needsHelp } from '../../../shared/view/standing/need.ts';
import { Button } from '../../components/controls/button.tsx';
import { HeadlineDetail, HeadlineTitle } from '../../components/standing/headline.tsx';
import { SignInCard } from '../../components/sign-in/sign-in-card.tsx';
import { StatusLine } from '../../components/standing/status-line.tsx';
import { RefreshAll } from '../../components/tokens/refresh-all.tsx';
import { useMinute, usePage, useSnapshot } from '../../state/page-state.ts';
import { hrefOf } from '../../state/route.ts';
import { bindingsOf, isFirstRun, tokensByNeed } from '../../state/selectors.ts';
import { useRefreshAll, type RefreshAll as Refreshing } from '../../state/use-refresh-all.ts';
import { useCommand } from '../../state/use-request.ts';
import { Banners } from '../banners.tsx';
import { FirstRun } from '../first-run.tsx';
import { PopoverBindingProblem, PopoverProject, PopoverToken } from './popover-cards.tsx';

/** What hangs below the tray icon: how things stand, what needs a person, and the switches. */
export function Popover(): ReactNode {
  const snapshot = useSnapshot();
  const refreshAll = useRefreshAll();

  useEffect(() => {
    document.title = 'CodeArtifact Tray';
  }, []);

  return (
    <div className="popover">
      <PopoverHeader refreshAll={refreshAll} />
      <main className="popover-content">
        <Banners />
        {isFirstRun(snapshot) ? <PopoverFirstRun /> : <PopoverSections />}
      </main>
      <StatusLine />
      <PopoverFooter />
    </div>
  );
}

function PopoverHeader({ refreshAll }: { readonly refreshAll: Refreshing }): ReactNode {
  return (
    <header className="popover-header">
      <div className="page-title">
        <h1>
          <HeadlineTitle />
        </h1>
        <p>
          <HeadlineDetail />
        </p>
      </div>
      <RefreshAll refreshAll={refreshAll}>Refresh</RefreshAll>
    </header>
  );
}

function PopoverSections(): ReactNode {
  const snapshot = useSnapshot();
  const { waiting, kept } = tokensByNeed(snapshot.tokens, useMinute());
  const stuck = snapshot.bindings.filter(needsHelp);
  const projects = snapshot.projects.filter((project) => bindingsOf(project, snapshot).length > 0);
  return (
    <>
      {waiting.length + stuck.length + snapshot.signIns.length > 0 && (
        <section aria-labelledby="needs-you">
          <h2 id="needs-you">Needs you</h2>
          {snapshot.signIns.map((signIn) => (
            <SignInCard key={signIn.id} signIn={signIn} heading="h3" />
          ))}
          {waiting.map((token) => (
            <PopoverToken key={token.id} token={token} />
          ))}
          {stuck.map((binding) => (
            <PopoverBindingProblem key={binding.id} binding={binding} />
          ))}
        </section>
      )}
      {kept.length > 0 && (
        <section aria-labelledby="tokens">
          <h2 id="tokens">Tokens</h2>
          {kept.map((token) => (
            <PopoverToken key={token.id} token={token} />
          ))}
        </section>
      )}
      {projects.length > 0 && (
        <section aria-labelledby="projects">
          <h2 id="projects">Projects</h2>
          {projects.map((project) => (
            <PopoverProject key={project.id} project={project} />
          ))}
        </section>
      )}
    </>
  );
}

function PopoverFirstRun(): ReactNode {
  const openWindow = useOpenWindow();
  return (
    <FirstRun>
      <Button look="primary" onClick={() => void openWindow('tokens')}>
        Set up
      </Button>
    </FirstRun>
  );
}

function PopoverFooter(): ReactNode {
  const { plan, paused } = useSnapshot();
  const openWindow = useOpenWindow();
  const pausing = useCommand('agent.setPaused');
  const count = plan.changes.length;
  return (
    <footer className="popover-footer">
      <p>{count === 0 ? 'No pending changes' : counted(count, 'pending change')}</p>
      {count > 0 && (
        <Button look="primary" onClick={() => void openWindow('preview')}>
          Preview
        </Button>
      )}
      <Button pending={pausing.pending} onClick={() => void pausing.run({ paused: !paused })}>
        {paused ? 'Resume' : 'Pause'}
      </Button>
      <Button onClick={() => void openWindow('tokens')}>Open</Button>
    </footer>
  );
}

/** Shows a page in the host's window when it has one, else right here. */
function useOpenWindow(): (page: Page) => Promise<void> {
  const { link, status } = usePage();
  const { host } = useSnapshot();
  return async (page) => {
    if (!host.capabilities.openWindow) {
      location.hash = hrefOf(page);
      return;
    }
    const answer = await link.request('window.open', { page });
    if (!answer.ok) status.problem(answer.error);
  };
}
