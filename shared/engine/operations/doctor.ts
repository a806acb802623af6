import { ok } from '../../contract/problem.ts';
import { diagnoseText } from '../doctor/diagnose.ts';
import type { Handler } from './handler.ts';

export const explainAll: Handler<'doctor.explain'> = async (core) => {
  const state = await core.state.read();
  if (!state.ok) return state;
  const explanations = await core.judge.now(state.value);
  const { refused } = await core.plan(state.value);
  return ok(
    explanations.map((explanation) => {
      const problem = refused.get(explanation.bindingId);
      if (problem?.code !== 'secretExposed') return explanation;
      return { ...explanation, findings: [{ severity: 'wrong', problem, origin: null }, ...explanation.findings] };
    }),
  );
};

export const diagnose: Handler<'doctor.diagnose'> = async (_core, { text }) => ok(diagnoseText(text));
