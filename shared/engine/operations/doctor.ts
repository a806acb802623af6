import { ok } from '../../contract/problem.ts';
import { diagnoseText } from '../doctor/diagnose.ts';
import type { Handler } from './handler.ts';

export const explainAll: Handler<'doctor.explain'> = async (core) => {
  const state = await core.state.read();
  return state.ok ? ok([...(await core.judge.now(state.value))]) : state;
};

export const diagnose: Handler<'doctor.diagnose'> = async (_core, { text }) => ok(diagnoseText(text));
