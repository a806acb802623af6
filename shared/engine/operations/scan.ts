import { ok } from '../../contract/problem.ts';
import { originsOf } from '../scan/find.ts';
import { pastedBindings } from '../scan/paste.ts';
import { lookAround } from './choose.ts';
import type { Handler } from './handler.ts';

export const scan: Handler<'scan.find'> = async (core, { project }) => {
  const state = await core.state.read();
  if (!state.ok) return state;
  const everything = await lookAround(core, state.value, project);
  if (!everything.ok) return everything;
  const { found, inVariables, unreadable } = everything.value;
  return ok({ found: [...found.map(({ view }) => view), ...inVariables], unreadable });
};

export const paste: Handler<'scan.paste'> = async (core, { text }) => {
  const state = await core.state.read();
  if (!state.ok) return state;
  return ok(await pastedBindings(text, originsOf(state.value.settings, core.context), core.context));
};
