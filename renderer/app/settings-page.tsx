import { useState, type ReactNode } from 'react';
import type { HostView, Theme, TrayClick } from '../../shared/contract/snapshot.ts';
import { Button } from '../components/controls/button.tsx';
import { Segments } from '../components/controls/field.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { Switch } from '../components/controls/switch.tsx';
import { useSnapshot } from '../state/page-state.ts';
import { useCommand } from '../state/use-request.ts';
import { ProfileList } from './aws/profile-list.tsx';
import { NotificationSettings } from './notification-settings.tsx';
import { RoleDialog } from './aws/role-dialog.tsx';

const themes: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

const trayClicks: readonly { readonly value: TrayClick; readonly label: string }[] = [
  { value: 'popover', label: 'Opens the popover' },
  { value: 'refresh', label: 'Refreshes all tokens' },
];

const hosts: Readonly<Record<HostView['kind'], string>> = {
  tray: 'Tray app',
  headless: 'Headless host, shown in a browser',
  cli: 'Command line',
};

/** The few things to set; each takes effect at once. */
export function SettingsPage(): ReactNode {
  const { host } = useSnapshot();
  return (
    <>
      <PageHeader title="Settings" />
      <div className="page-content">
        <section className="card card-large settings" aria-label="Settings">
          <ThemeSetting />
          {host.kind === 'tray' && <TrayClickSetting />}
          {host.kind === 'tray' && <NotificationSettings />}
          <RefreshSetting />
          {host.capabilities.quit && <QuitSetting />}
        </section>
        <AwsSection />
        <section className="about">
          <h2>About</h2>
          <dl className="facts">
            <div>
              <dt>Version</dt>
              <dd>{host.version}</dd>
            </div>
            <div>
              <dt>Runs as</dt>
              <dd>
                {hosts[host.kind]}
                {host.demo && ', demo'}
              </dd>
            </div>
          </dl>
        </section>
      </div>
    </>
  );
}

function AwsSection(): ReactNode {
  const [isSettingUp, setSettingUp] = useState(false);
  return (
    <section className="card card-large" aria-labelledby="aws-profiles">
      <div className="section-heading">
        <div>
          <h2 id="aws-profiles">AWS profiles</h2>
          <p className="token-detail">As the AWS configuration of this machine has them.</p>
        </div>
        <Button icon="plus" onClick={() => setSettingUp(true)}>
          Set up a role
        </Button>
      </div>
      <ProfileList />
      {isSettingUp && <RoleDialog onClosed={() => setSettingUp(false)} />}
    </section>
  );
}

function ThemeSetting(): ReactNode {
  const { theme } = useSnapshot();
  const { run } = useCommand('settings.setTheme');
  return (
    <div className="setting">
      <Segments label="Appearance" options={themes} value={theme} onChange={(next) => void run({ theme: next })} />
    </div>
  );
}

function TrayClickSetting(): ReactNode {
  const { trayClick } = useSnapshot();
  const { run } = useCommand('settings.setTrayClick');
  return (
    <div className="setting">
      <Segments
        label="A click on the tray icon"
        options={trayClicks}
        value={trayClick}
        onChange={(next) => void run({ trayClick: next })}
      />
    </div>
  );
}

function RefreshSetting(): ReactNode {
  const { paused } = useSnapshot();
  const { pending, run } = useCommand('agent.setPaused');
  return (
    <div className="setting">
      <div>
        <h2 id="refresh">Refresh tokens</h2>
        <p>Each token is fetched again before it expires. While this is off, tokens run out.</p>
      </div>
      <Switch
        checked={!paused}
        labelledBy="refresh"
        pending={pending}
        onChange={(refresh) => void run({ paused: !refresh })}
      />
    </div>
  );
}

function QuitSetting(): ReactNode {
  const { pending, run } = useCommand('app.quit');
  return (
    <div className="setting">
      <div>
        <h2>Quit</h2>
        <p>Closing the window keeps the app running. After quitting, no token is refreshed.</p>
      </div>
      <Button pending={pending} onClick={() => void run({})}>
        Quit CodeArtifact Tray
      </Button>
    </div>
  );
}
