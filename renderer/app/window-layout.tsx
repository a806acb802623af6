import { useEffect, useRef, type ReactNode } from 'react';
import { pages, type Page } from '../../shared/contract/requests.ts';
import { HeadlineDetail, HeadlineTitle } from '../components/standing/headline.tsx';
import { Icon } from '../components/icon.tsx';
import { Mark } from '../components/standing/mark.tsx';
import { StatusLine } from '../components/standing/status-line.tsx';
import { useSnapshot } from '../state/page-state.ts';
import { hrefOf, useRowFocus } from '../state/route.ts';
import { useRefreshAll, type RefreshAll } from '../state/use-refresh-all.ts';
import { ActivityPage } from './activity/activity-page.tsx';
import { Banners } from './banners.tsx';
import { DoctorPage } from './doctor/doctor-page.tsx';
import { PreviewPage } from './preview/preview-page.tsx';
import { ProjectsPage } from './projects/projects-page.tsx';
import { SettingsPage } from './settings-page.tsx';
import { TokensPage } from './tokens-page.tsx';

const titles: Readonly<Record<Page, string>> = {
  tokens: 'Tokens',
  projects: 'Projects',
  preview: 'Preview',
  activity: 'Activity',
  doctor: 'Doctor',
  settings: 'Settings',
};

/** The window: navigation at the side (on top where it is narrow) and one page. */
export function WindowLayout({ page }: { readonly page: Page }): ReactNode {
  const main = useRef<HTMLElement>(null);
  const shownPage = useRef(page);
  const refreshAll = useRefreshAll();

  useEffect(() => {
    document.title = `${titles[page]} · CodeArtifact Tray`;
    // Going elsewhere moves the focus along; opening the window does not.
    if (shownPage.current !== page) main.current?.focus();
    shownPage.current = page;
  }, [page]);
  useRowFocus();

  return (
    <div className="window">
      <Sidebar page={page} />
      <main className="page" ref={main} tabIndex={-1} aria-label={titles[page]}>
        <Banners />
        <PageContent page={page} refreshAll={refreshAll} />
        <StatusLine />
      </main>
    </div>
  );
}

function Sidebar({ page }: { readonly page: Page }): ReactNode {
  const { plan } = useSnapshot();
  return (
    <header className="sidebar">
      <p className="brand">
        <Mark />
        <span>CodeArtifact Tray</span>
      </p>
      <nav aria-label="Pages">
        {pages.map((name) => (
          <a key={name} href={hrefOf(name)} aria-current={name === page ? 'page' : undefined}>
            <Icon name={name} />
            <span>{titles[name]}</span>
            {name === 'preview' && plan.changes.length > 0 && (
              <span className="badge">
                {plan.changes.length}
                <span className="visually-hidden"> pending</span>
              </span>
            )}
          </a>
        ))}
      </nav>
      {/* The page about tokens says it already. */}
      {page !== 'tokens' && <SidebarHeadline />}
    </header>
  );
}

function SidebarHeadline(): ReactNode {
  return (
    <p className="sidebar-headline">
      <strong>
        <HeadlineTitle />
      </strong>
      <span>
        <HeadlineDetail />
      </span>
    </p>
  );
}

function PageContent({ page, refreshAll }: { readonly page: Page; readonly refreshAll: RefreshAll }): ReactNode {
  switch (page) {
    case 'tokens':
      return <TokensPage refreshAll={refreshAll} />;
    case 'projects':
      return <ProjectsPage />;
    case 'preview':
      return <PreviewPage />;
    case 'activity':
      return <ActivityPage />;
    case 'doctor':
      return <DoctorPage />;
    case 'settings':
      return <SettingsPage />;
    default:
      return page satisfies never;
  }
}
