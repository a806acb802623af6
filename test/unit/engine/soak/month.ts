/** How AWS, and the way to it, behaves. */
export type Weather = 'fine' | 'offline' | 'errors' | 'throttled' | 'refused' | 'silent';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** One thing after the other in the life of a laptop. Milliseconds, in whole seconds. */
export type Happening =
  | { readonly kind: 'awake' | 'asleep'; readonly for: number }
  /** Somebody sets the clock, ahead or, by less than nothing, back. */
  | { readonly kind: 'set'; readonly by: number }
  /** Or sooner, where it would. */
  | { readonly kind: 'sessionEnds'; readonly in: number }
  /** Nobody tells the engine. */
  | { readonly kind: 'weather'; readonly weather: Weather }
  | { readonly kind: 'pause'; readonly on: boolean }
  | { readonly kind: 'restart' }
  /** In a terminal: all that is seen of it is a file that changes. */
  | { readonly kind: 'signIn' };

export const awake = (time: number): Happening => ({ kind: 'awake', for: time });
export const asleep = (time: number): Happening => ({ kind: 'asleep', for: time });
const set = (by: number): Happening => ({ kind: 'set', by });
const becomes = (weather: Weather): Happening => ({ kind: 'weather', weather });
const sessionEnds = (time: number): Happening => ({ kind: 'sessionEnds', in: time });
const pause = (on: boolean): Happening => ({ kind: 'pause', on });
const restart: Happening = { kind: 'restart' };
/** Nothing is repeated sooner after it was. */
export const signIn: readonly Happening[] = [awake(30 * SECOND), { kind: 'signIn' }];

/** Days as a laptop has them. Each begins at eight in the morning, with a session of nine hours. */
const days: readonly (readonly [what: string, day: readonly Happening[]])[] = [
  [
    'AWS fails for two hours and a half, while the token has three left',
    [awake(8.5 * HOUR), becomes('errors'), awake(2.5 * HOUR), becomes('fine'), awake(HOUR)],
  ],
  [
    'the clock is set back by three hours, and right again at night',
    [awake(2 * HOUR), set(-3 * HOUR), awake(11 * HOUR), set(3 * HOUR)],
  ],
  [
    'it is restarted again and again, also after the clock was set',
    [awake(HOUR), restart, set(-2 * HOUR), restart, awake(8 * HOUR), set(2 * HOUR)],
  ],
  [
    'it is restarted while nothing works',
    [awake(9 * HOUR), becomes('offline'), restart, awake(HOUR), becomes('fine'), restart, awake(HOUR)],
  ],
  [
    'nobody signs in until two hours after they were told',
    [sessionEnds(HOUR), awake(14 * HOUR), ...signIn, awake(HOUR)],
  ],
  [
    'AWS throttles, keeps silent and refuses, one after the other',
    [
      awake(8.5 * HOUR),
      ...(['throttled', 'silent', 'refused'] as const).flatMap((weather) => [becomes(weather), awake(50 * MINUTE)]),
      becomes('fine'),
      awake(HOUR),
    ],
  ],
  [
    'the clock is set ahead by five hours for two',
    [awake(HOUR), set(5 * HOUR), awake(2 * HOUR), set(-5 * HOUR), awake(7 * HOUR)],
  ],
  [
    'there is no network until the next morning',
    [awake(HOUR), becomes('offline'), awake(HOUR), asleep(13 * HOUR), awake(HOUR), becomes('fine'), awake(HOUR)],
  ],
  [
    'it is paused for half a day, and somebody signs in meanwhile',
    [sessionEnds(HOUR), awake(HOUR), pause(true), awake(5 * HOUR), ...signIn, pause(false), awake(HOUR)],
  ],
  ['the network comes and goes', [...comesAndGoes(20), awake(HOUR)]],
  ['an ordinary one, before a week-end', [awake(9 * HOUR), asleep(48 * HOUR)]],
];

function comesAndGoes(count: number): readonly Happening[] {
  return Array.from({ length: count }, () => [
    becomes('offline'),
    awake(11 * MINUTE),
    becomes('fine'),
    awake(4 * MINUTE),
  ]).flat();
}

/** So many of them, one after the other: each begins with a sign-in, and at its end it sleeps until the next morning. */
export function monthOf(count: number): readonly (readonly [what: string, day: readonly Happening[]])[] {
  return Array.from({ length: count }, (_, index) => {
    const [what, happenings] = days[index % days.length]!;
    const day = [awake(MINUTE), ...signIn, ...happenings];
    const passed = day.reduce((sum, one) => sum + ('for' in one ? one.for : 0), 0);
    return [what, [...day, asleep(24 * HOUR - (passed % (24 * HOUR)))]] as const;
  });
}
