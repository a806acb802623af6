import type { EmulatedDomain, EmulatedRepository } from '../options.ts';
import { repositoryUrl } from '../repository-url.ts';
import { jsonReply } from '../reply.ts';
import {
  administratorAccountField,
  domainField,
  domainOwnerField,
  endpointTypeField,
  formatField,
  maxResultsField,
  nextTokenField,
  repositoryField,
  repositoryPrefixField,
} from './fields.ts';
import {
  calledDomainArn,
  calledRepositoryArn,
  member,
  ownDomains,
  repositoryArn,
  withDomain,
  withRepository,
} from './operation.ts';
import type { Call, Operation, Service } from './operation.ts';
import { pageReply } from './pages.ts';

export const getRepositoryEndpoint: Operation = {
  name: 'GetRepositoryEndpoint',
  method: 'GET',
  path: '/v1/repository/endpoint',
  carrier: 'query',
  fields: [domainField, domainOwnerField, repositoryField, formatField, endpointTypeField],
  resource: calledRepositoryArn,
  answer(call) {
    return withRepository(call, (domain, repository) =>
      jsonReply(200, {
        repositoryEndpoint: repositoryUrl(call.service.url, member(call, 'format'), domain, repository.name),
      }),
    );
  },
};

export const describeRepository: Operation = {
  name: 'DescribeRepository',
  method: 'GET',
  path: '/v1/repository',
  carrier: 'query',
  fields: [domainField, domainOwnerField, repositoryField],
  resource: calledRepositoryArn,
  answer(call) {
    return withRepository(call, (domain, repository) =>
      jsonReply(200, {
        repository: { ...summary(domain, repository, call.service), upstreams: [], externalConnections: [] },
      }),
    );
  },
};

export const listRepositories: Operation = {
  name: 'ListRepositories',
  method: 'POST',
  path: '/v1/repositories',
  carrier: 'query',
  fields: [repositoryPrefixField, maxResultsField, nextTokenField],
  resource: () => '*',
  answer(call) {
    return pageReply(
      call,
      'repositories',
      ownDomains(call).flatMap((domain) => summaries(call, domain)),
    );
  },
};

export const listRepositoriesInDomain: Operation = {
  name: 'ListRepositoriesInDomain',
  method: 'POST',
  path: '/v1/domain/repositories',
  carrier: 'query',
  fields: [
    domainField,
    domainOwnerField,
    administratorAccountField,
    repositoryPrefixField,
    maxResultsField,
    nextTokenField,
  ],
  resource: calledDomainArn,
  answer(call) {
    return withDomain(call, (domain) => {
      const administrator = call.input.get('administratorAccount') ?? domain.owner;
      return pageReply(call, 'repositories', administrator === domain.owner ? summaries(call, domain) : []);
    });
  },
};

function summaries(call: Call, domain: EmulatedDomain): readonly unknown[] {
  const prefix = call.input.get('repositoryPrefix') ?? '';
  return domain.repositories
    .filter((repository) => repository.name.startsWith(prefix))
    .map((repository) => summary(domain, repository, call.service));
}

function summary(
  domain: EmulatedDomain,
  repository: EmulatedRepository,
  service: Service,
): Readonly<Record<string, unknown>> {
  return {
    name: repository.name,
    administratorAccount: domain.owner,
    domainName: domain.name,
    domainOwner: domain.owner,
    arn: repositoryArn(domain.region, domain.owner, domain.name, repository.name),
    ...(repository.description === undefined ? {} : { description: repository.description }),
    createdTime: service.createdTime,
  };
}
