import type { ReactNode } from 'react';
import { Button } from '../components/controls/button.tsx';
import { Icon } from '../components/icon.tsx';
import { ProblemNote } from '../components/standing/problem-note.tsx';
import { useEngineView, useSnapshot } from '../state/page-state.ts';
import { useCommand } from '../state/use-request.ts';

/** What concerns the whole page, the worst first. Nothing at all on a good day. */
export function Banners(): ReactNode {
  return (
    <div className="banners">
      <div role="alert">
        <LostBanner />
      </div>
      <AppProblemBanner />
      <PausedBanner />
      <DemoBanner />
    </div>
  );
}

function LostBanner(): ReactNode {
  if (useEngineView().link !== 'lost') return null;
  return (
    <div className="banner" data-tone="bad">
      <Icon name="alert" />
      <p>Connection to the app is lost, trying again</p>
    </div>
  );
}

function AppProblemBanner(): ReactNode {
  const { problem } = useSnapshot();
  return problem === null ? null : <ProblemNote problem={problem} />;
}

function PausedBanner(): ReactNode {
  const { paused } = useSnapshot();
  const { pending, run } = useCommand('agent.setPaused');
  if (!paused) return null;
  return (
    <div className="banner" data-tone="warn">
      <Icon name="pause" />
      <p>Paused: no token is refreshed until you resume</p>
      <Button pending={pending} onClick={() => void run({ paused: false })}>
        Resume
      </Button>
    </div>
  );
}

function DemoBanner(): ReactNode {
  if (!useSnapshot().host.demo) return null;
  return (
    <div className="banner" data-tone="info">
      <p>Demo: everything here is made up and lives in a throw-away folder; no AWS account is used</p>
    </div>
  );
}
