import type { Diagnosis } from '../contract/doctor.ts';

/** Who says it, what of it was recognised, and how sure that is: what stands in front of a diagnosis's meaning. */
export function diagnosisLead({ clients, certainty, recognised }: Diagnosis): string {
  const who = clients.join(', ');
  if (certainty === 'certain') return who;
  if (recognised.length === 0) return `Not sure, but ${who}`;
  return `Not sure, but ${recognised.join(', ')} ${who === '' ? 'is in the text' : `is in what ${who} says`}`;
}
