import type { EmulatedDomain } from '../options.ts';
import { jsonReply } from '../reply.ts';
import { domainField, domainOwnerField, maxResultsField, nextTokenField } from './fields.ts';
import { calledDomainArn, domainArn, ownDomains, withDomain } from './operation.ts';
import type { Operation, Service } from './operation.ts';
import { pageReply } from './pages.ts';

export const listDomains: Operation = {
  name: 'ListDomains',
  method: 'POST',
  path: '/v1/domains',
  carrier: 'body',
  // The one list whose paging members travel in the body, under their own names.
  fields: [
    { ...maxResultsField, wire: 'maxResults' },
    { ...nextTokenField, wire: 'nextToken' },
  ],
  resource: () => '*',
  answer(call) {
    return pageReply(
      call,
      'domains',
      ownDomains(call).map((domain) => summary(domain, call.service)),
    );
  },
};

export const describeDomain: Operation = {
  name: 'DescribeDomain',
  method: 'GET',
  path: '/v1/domain',
  carrier: 'query',
  fields: [domainField, domainOwnerField],
  resource: calledDomainArn,
  answer(call) {
    return withDomain(call, (domain) =>
      jsonReply(200, {
        domain: {
          ...summary(domain, call.service),
          repositoryCount: domain.repositories.length,
          assetSizeBytes: 0,
          s3BucketArn: `arn:aws:s3:::assets-${domain.owner}-${domain.region}`,
        },
      }),
    );
  },
};

function summary(domain: EmulatedDomain, service: Service): Readonly<Record<string, unknown>> {
  return {
    name: domain.name,
    owner: domain.owner,
    arn: domainArn(domain.region, domain.owner, domain.name),
    status: 'Active',
    createdTime: service.createdTime,
    encryptionKey: `arn:aws:kms:${domain.region}:${domain.owner}:key/00000000-0000-4000-8000-000000000000`,
  };
}
