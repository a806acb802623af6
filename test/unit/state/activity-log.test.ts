import { appendFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { activityPath, createActivityLog } from '../../../shared/engine/state/activity-log.ts';
import type { LoggedEvent } from '../../../shared/engine/state/activity-log.ts';
import { temporaryFolder } from '../../support/files/temporary-folder.ts';

const AT = '2026-11-20T10:44:00.000Z';

function anEvent(id: string, message = id): LoggedEvent {
  return { id, at: AT, kind: 'applied', by: 'cli', message, paths: ['/home/ann/.npmrc'] };
}
function ids(events: readonly LoggedEvent[]): readonly string[] {
  return events.map(({ id }) => id);
}

describe('the log of the activity', () => {
  test('has the newest first, of every process, in a file for its owner alone', () => {
    const folder = path.join(temporaryFolder(), 'state');
    const [tray, cli] = [createActivityLog(folder), createActivityLog(folder)];
    for (const [index, log] of [tray, cli, tray].entries()) expect(log.append(anEvent(`${index}`))).toBe(true);
    expect(ids(tray.newest(10))).toEqual(['2', '1', '0']);
    expect(ids(cli.newest(2))).toEqual(['2', '1']);
    expect(createActivityLog(folder).find('1')).toEqual(anEvent('1'));
    expect(statSync(activityPath(folder)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test('is bounded, and what it lets go of is the oldest', () => {
    const folder = temporaryFolder();
    const log = createActivityLog(folder);
    const message = 'x'.repeat(10_000);
    for (let index = 0; index < 250; index += 1) log.append(anEvent(`${index}`, message));
    const sizes = readdirSync(folder).map((name) => statSync(path.join(folder, name)).size);
    expect(sizes).toHaveLength(2);
    expect(Math.max(...sizes)).toBeLessThan(550_000);
    const kept = ids(log.newest(1000));
    expect(kept.length).toBeGreaterThan(50);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => `${249 - index}`));
    expect(log.find('0')).toBeUndefined();
    expect(log.find('249')).toBeDefined();
  });

  test('a line that a crash tore, and one of a newer version, hide no other', () => {
    const folder = temporaryFolder();
    const log = createActivityLog(folder);
    log.append(anEvent('1'));
    appendFileSync(activityPath(folder), '{"id":"2","at":"2026-11-2');
    expect(ids(log.newest(10))).toEqual(['1']);
    log.append(anEvent('3'));
    appendFileSync(activityPath(folder), `${JSON.stringify({ ...anEvent('4'), kind: 'invented' })}\n\0\0\n[]\n`);
    log.append(anEvent('5'));
    expect(ids(log.newest(10))).toEqual(['5', '3', '1']);
  });

  test('nothing is made by looking', () => {
    const folder = path.join(temporaryFolder(), 'state');
    expect(createActivityLog(folder).newest(10)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });

  test('every line is whole', () => {
    const folder = temporaryFolder();
    const log = createActivityLog(folder);
    log.append(anEvent('1', 'two\nlines'));
    expect(readFileSync(activityPath(folder), 'utf8').split('\n')).toHaveLength(2);
    expect(log.newest(1)[0]?.message).toBe('two\nlines');
  });
});
