import { isLoopback } from './endpoint.ts';

/** True for what may be shown in a person's browser: https, or a page of this machine. Never a file, a script or another program. */
export function isOpenable(url: string): boolean {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return false;
  return parsed.protocol === 'https:' || (parsed.protocol === 'http:' && isLoopback(parsed.hostname));
}
