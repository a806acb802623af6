import { useEffect, useState, type ReactNode } from 'react';
import type { Theme } from '../../shared/contract/snapshot.ts';
import { createPageState, PageContext, useEngineView } from '../state/page-state.ts';
import { useRoute } from '../state/route.ts';
import type { EngineLink } from '../transport/link.ts';
import { KeyRefused, Opening } from './before-snapshot.tsx';
import { Popover } from './popover/popover.tsx';
import { WindowLayout } from './window-layout.tsx';
import '../styles/index.css';

/** The whole page over one link to an engine. */
export function App({ link }: { readonly link: EngineLink }): ReactNode {
  const [page] = useState(() => createPageState(link));
  useEffect(() => page.store.start(), [page]);
  return (
    <PageContext value={page}>
      <Screen />
    </PageContext>
  );
}

function Screen(): ReactNode {
  const { snapshot, link } = useEngineView();
  const route = useRoute();
  useTheme(snapshot?.theme ?? 'system');

  if (link === 'keyRefused') return <KeyRefused />;
  if (snapshot === null) return <Opening />;
  return route === 'popover' ? <Popover /> : <WindowLayout page={route} />;
}

function useTheme(theme: Theme): void {
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
}
