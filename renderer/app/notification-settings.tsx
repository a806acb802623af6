import { useState, type ReactNode } from 'react';
import type { QuietHours } from '../../shared/contract/snapshot.ts';
import { isSnoozed } from '../../shared/view/tray/quiet.ts';
import { snoozeChoices } from '../../shared/view/tray/snooze-choices.ts';
import { momentText } from '../../shared/view/time/moment.ts';
import { Button } from '../components/controls/button.tsx';
import { Field } from '../components/controls/field.tsx';
import { Switch } from '../components/controls/switch.tsx';
import { useMinute, useSnapshot } from '../state/page-state.ts';
import { useCommand } from '../state/use-request.ts';

const NIGHT: QuietHours = { from: '22:00', to: '07:00' };

/** When the tray tells nothing. What still needs somebody afterwards is told then. */
export function NotificationSettings(): ReactNode {
  return (
    <>
      <SnoozeSetting />
      <QuietHoursSetting />
    </>
  );
}

function SnoozeSetting(): ReactNode {
  const { notifications } = useSnapshot();
  const { pending, run } = useCommand('notifications.snooze');
  const now = useMinute();
  const { snoozedUntil } = notifications;
  const end = snoozedUntil !== null && isSnoozed(notifications, now) ? momentText(snoozedUntil, now) : null;
  return (
    <div className="setting">
      <div>
        <h2>Notifications</h2>
        <p>
          {end === null
            ? 'One for each problem, only when somebody has to act, and none while this page is in front.'
            : `Snoozed until ${end}.`}
        </p>
      </div>
      {end === null ? (
        <div className="setting-choices">
          {snoozeChoices.map(({ until, text }) => (
            <Button key={until} pending={pending} onClick={() => void run({ until })}>
              {text}
            </Button>
          ))}
        </div>
      ) : (
        <Button pending={pending} onClick={() => void run({ until: null })}>
          Notify again
        </Button>
      )}
    </div>
  );
}

function QuietHoursSetting(): ReactNode {
  const { quietHours } = useSnapshot().notifications;
  const { pending, run } = useCommand('settings.setQuietHours');
  const set = (next: QuietHours | null) => void run({ quietHours: next });
  return (
    <div className="setting">
      <div>
        <h2 id="quiet-hours">Quiet hours</h2>
        <p>No notification each day between two times. What is still wrong afterwards is told then.</p>
        {quietHours !== null && (
          <div className="setting-times">
            <TimeField label="From" value={quietHours.from} onChange={(from) => set({ ...quietHours, from })} />
            <TimeField label="To" value={quietHours.to} onChange={(to) => set({ ...quietHours, to })} />
          </div>
        )}
      </div>
      <Switch
        checked={quietHours !== null}
        labelledBy="quiet-hours"
        pending={pending}
        onChange={(quiet) => set(quiet ? NIGHT : null)}
      />
    </div>
  );
}

type TimeFieldProps = {
  readonly label: string;
  /** `22:00`. */
  readonly value: string;
  readonly onChange: (value: string) => void;
};

/** A time of day, told when the person moves on: on the way to 22:00 lies 02:00. */
function TimeField({ label, value, onChange }: TimeFieldProps): ReactNode {
  const [draft, setDraft] = useState<string | null>(null);
  function settle(): void {
    if (draft !== null && draft !== '' && draft !== value) onChange(draft);
    setDraft(null);
  }
  return (
    <Field label={label}>
      {(attributes) => (
        <input
          {...attributes}
          className="input"
          type="time"
          value={draft ?? value}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={settle}
          onKeyDown={(event) => {
            if (event.key === 'Enter') settle();
          }}
        />
      )}
    </Field>
  );
}
