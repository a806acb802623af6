import type { ReactNode } from 'react';
import type { ActivityEvent } from '../../shared/contract/snapshot.ts';
import { dayText, fullMomentText, timeText } from '../../shared/view/time/moment.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { Icon, type IconName } from '../components/icon.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { useMinute, useSnapshot } from '../state/page-state.ts';

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

/** What the app did lately, newest first, by day. */
export function ActivityPage(): ReactNode {
  const { activity } = useSnapshot();
  const days = useDays(activity);
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
                  <li key={event.id} data-kind={event.kind}>
                    <Icon name={icons[event.kind]} />
                    <p>{event.message}</p>
                    <time dateTime={event.at} title={fullMomentText(event.at)}>
                      {timeText(event.at)}
                    </time>
                  </li>
                ))}
              </ol>
            </section>
          ))
        )}
      </div>
    </>
  );
}

function useDays(activity: readonly ActivityEvent[]): readonly (readonly [string, readonly ActivityEvent[]])[] {
  const now = useMinute();
  const newestFirst = activity.toSorted((a, b) => b.id - a.id);
  return [...Map.groupBy(newestFirst, (event) => dayText(event.at, now))];
}
