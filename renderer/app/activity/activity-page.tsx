import { useState, type ReactNode } from 'react';
import type { ActivityEvent } from '../../../shared/contract/snapshot.ts';
import { activityDetail } from '../../../shared/view/activity-text.ts';
import { plainText } from '../../../shared/view/plain-text.ts';
import { dayText, fullMomentText, timeText } from '../../../shared/view/time/moment.ts';
import { Button } from '../../components/controls/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useMinute, useSnapshot } from '../../state/page-state.ts';
import { UndoDialog } from './undo-dialog.tsx';

const icons: Readonly<Record<ActivityEvent['kind'], IconName>> = {
  refreshed: 'refresh',
  applied: 'check',
  undone: 'undone',
  healed: 'refresh',
  switched: 'switched',
  added: 'plus',
  removed: 'remove',
  problem: 'alert',
  signedIn: 'check',
  signedOut: 'close',
  started: 'play',
};

/** What the app did lately on this machine, whoever asked for it, newest first, by day. */
export function ActivityPage(): ReactNode {
  const { activity } = useSnapshot();
  const days = useDays(activity);
  const [asked, setAsked] = useState<ActivityEvent | null>(null);
  return (
    <>
      <PageHeader title="Activity" detail="What was refreshed, written and switched, newest first." />
      <div className="page-content">
        {days.length === 0 ? (
          <EmptyState icon="activity" title="Nothing happened yet">
            <p>Refreshed tokens and written files will be listed here.</p>
          </EmptyState>
        ) : (
          days.map(([day, events]) => (
            <section key={day} className="day">
              <h2>{day}</h2>
              <ol className="events">
                {events.map((event) => (
                  <Event key={event.id} event={event} onUndo={() => setAsked(event)} />
                ))}
              </ol>
            </section>
          ))
        )}
      </div>
      {asked !== null && asked.undo !== null && (
        <UndoDialog event={asked} undo={asked.undo} onClosed={() => setAsked(null)} />
      )}
    </>
  );
}

function Event({ event, onUndo }: { readonly event: ActivityEvent; readonly onUndo: () => void }): ReactNode {
  const { kind, at, message } = event;
  const shown = plainText(message);
  return (
    <li data-kind={kind}>
      <Icon name={icons[kind]} />
      <div className="event-words">
        <p>{shown}</p>
        <p className="event-detail">{plainText(activityDetail(event, useSnapshot()))}</p>
      </div>
      {event.undo !== null && (
        <Button look="quiet" icon="undone" label={`Undo: ${shown}`} onClick={onUndo}>
          Undo
        </Button>
      )}
      <time dateTime={at} title={fullMomentText(at)}>
        {timeText(at)}
      </time>
    </li>
  );
}

function useDays(activity: readonly ActivityEvent[]): readonly (readonly [string, readonly ActivityEvent[]])[] {
  const now = useMinute();
  return [...Map.groupBy(activity, (event) => dayText(event.at, now))];
}
