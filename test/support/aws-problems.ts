import { expect } from 'vitest';
import type { Problem, Result } from '../../shared/contract/problem.ts';

/** Secrets that tests plant in files and commands; none may come out again. */
const SECRET_KEY = 'PLANTEDsecretKEY0123456789abcdefghijklmn';
export const SESSION_TOKEN = 'PLANTEDsessionTOKEN0123456789';
export const SECRET_WORD = 'PLANTEDpassword';

export const STATIC_KEYS = `aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key = ${SECRET_KEY}
aws_session_token = ${SESSION_TOKEN}
`;

/** The problem of a failed result, after making sure that no planted secret is in it. */
export function problemIn(result: Result<unknown>): Problem {
  if (result.ok) throw new Error(`expected a problem, got ${JSON.stringify(result.value)}`);
  expect(JSON.stringify(result)).not.toContain('PLANTED');
  return result.error;
}
