import { z } from 'zod';
import { problem } from './problem-form.ts';
import { bindingView, planView, projectView, tokenView } from './snapshot.ts';

// What a command in a terminal shows is a part of a snapshot, and with a thousand projects a small one.

/** What an apply would write, and nothing of what is as it should be. */
export const pendingPlan = planView.unwrap().omit({ untouched: true }).readonly();
export type PendingPlan = z.infer<typeof pendingPlan>;

/** Bindings with what their views refer to, as they are in a snapshot of the same moment. */
export const bindingList = z
  .object({
    now: z.iso.datetime(),
    bindings: z.array(bindingView).readonly(),
    tokens: z.array(tokenView).readonly(),
    projects: z.array(projectView).readonly(),
    clearing: planView.unwrap().shape.clearing,
  })
  .readonly();
export type BindingList = z.infer<typeof bindingList>;

/** What keeps a binding that is on from being as it should, its token's failure included. */
export const bindingProblem = z.object({ bindingId: z.string(), problem }).readonly();
export type BindingProblem = z.infer<typeof bindingProblem>;
