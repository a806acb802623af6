import type { ReactNode } from 'react';
import { Button } from '../components/controls/button.tsx';
import { Mark } from '../components/standing/mark.tsx';
import { ProblemNote } from '../components/standing/problem-note.tsx';
import { useEngineView, usePage } from '../state/page-state.ts';

/** Until the first snapshot is here: usually for the blink of an eye, so nothing spins. */
export function Opening(): ReactNode {
  const { problem } = useEngineView();
  const { store } = usePage();
  return (
    <main className="full-page">
      <Mark />
      <h1>CodeArtifact Tray</h1>
      {problem === null ? (
        <p role="status">Connecting to the app…</p>
      ) : (
        <ProblemNote problem={problem} urgent>
          <Button onClick={() => void store.load()}>Try again</Button>
        </ProblemNote>
      )}
    </main>
  );
}

/** The host does not take this page's key: it was restarted, or the address is an old one. */
export function KeyRefused(): ReactNode {
  return (
    <main className="full-page">
      <Mark />
      <div role="alert">
        <h1>This page’s key is no longer valid</h1>
        <p>
          Run <code>codeartifact-tray serve</code> again, or open the newly printed address.
        </p>
      </div>
    </main>
  );
}
