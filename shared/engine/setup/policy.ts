import { partitionOf } from '../../ports/partitions.ts';
import { SERVICE_PRINCIPAL, statementsFor } from './statements.ts';
import type { Grant } from './statements.ts';

/** The identity policy of the grant as IAM takes it: indented JSON with a line end. */
export function policyText(grant: Grant): string {
  const { region, domain, domainOwner } = grant;
  const prefix = `arn:${partitionOf(region).id}:codeartifact:${region}:${domainOwner}`;
  const statements = statementsFor(grant, domain).map(({ Sid, Action, resources, isBearer }) => ({
    Sid,
    Effect: 'Allow',
    Action: single(Action),
    Resource: single(resources.map((end) => (end === '*' ? end : `${prefix}:${end}`))),
    ...(isBearer === true ? { Condition: { StringEquals: { 'sts:AWSServiceName': SERVICE_PRINCIPAL } } } : {}),
  }));
  return `${JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2)}\n`;
}

function single(list: readonly string[]): string | readonly string[] {
  return list.length === 1 ? (list[0] ?? []) : list;
}
