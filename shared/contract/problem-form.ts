import { z } from 'zod';
import { problemCodes } from './problem.ts';

export const problemFields = {
  code: z.enum(problemCodes),
  message: z.string(),
  advice: z.string().nullable(),
  command: z.string().nullable(),
  retryable: z.boolean(),
};

/** `Problem`, as it is read from elsewhere. */
export const problem = z.object(problemFields).readonly();
