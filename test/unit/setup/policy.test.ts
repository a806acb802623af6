import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { policyText } from '../../../shared/engine/setup/policy.ts';
import type { Grant } from '../../../shared/engine/setup/statements.ts';
import { templateText } from '../../../shared/engine/setup/template.ts';

const grant: Grant = {
  region: 'eu-west-1',
  domain: 'shop',
  domainOwner: '111122223333',
  repositories: null,
  publish: false,
};
const defaults = { roleName: 'codeartifact-shop', trustedAccount: '444455556666' };

const grants: readonly (readonly [string, Grant])[] = [
  ['every repository', grant],
  ['one repository', { ...grant, repositories: ['web'] }],
  ['two repositories, publishing', { ...grant, repositories: ['web', 'tools.2_x'], publish: true }],
  ['every repository, publishing', { ...grant, publish: true }],
  ['GovCloud', { ...grant, region: 'us-gov-west-1' }],
  ['China', { ...grant, region: 'cn-north-1' }],
];

/** "Grammar of the IAM JSON policy language" of the IAM user guide, as far as a policy of ours goes. */
const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(2)]);
const action = z.string().regex(/^(?:codeartifact|sts):[A-Z][A-Za-z]+$/);
const arn = z
  .string()
  .regex(/^(?:\*|arn:aws[a-z-]*:codeartifact:[a-z0-9-]+:\d{12}:(?:domain|repository|package)\/[A-Za-z0-9./*_-]+)$/);
const policy = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z
    .array(
      z.strictObject({
        Sid: z.string().regex(/^[A-Za-z0-9]+$/),
        Effect: z.literal('Allow'),
        Action: oneOrMore(action),
        Resource: oneOrMore(arn),
        Condition: z.strictObject({ StringEquals: z.record(z.string(), z.string()) }).optional(),
      }),
    )
    .min(1),
});

function statementsOf(text: string) {
  return policy.parse(JSON.parse(text)).Statement.map(({ Sid, Action, Resource, Condition }) => ({
    Sid,
    actions: [Action].flat(),
    resources: [Resource].flat(),
    Condition,
  }));
}

describe('the policy', () => {
  test.each(grants)('for %s is one that IAM takes', (_, one) => {
    const statements = statementsOf(policyText(one));
    expect(new Set(statements.map(({ Sid }) => Sid)).size).toBe(statements.length);
  });

  test('has the token for the one domain, and bearer tokens of CodeArtifact alone', () => {
    const statements = statementsOf(policyText(grant));
    const of = (name: string) => statements.find(({ actions }) => actions.includes(name));
    expect(of('codeartifact:GetAuthorizationToken')?.resources).toEqual([
      'arn:aws:codeartifact:eu-west-1:111122223333:domain/shop',
    ]);
    expect(of('sts:GetServiceBearerToken')?.Condition).toEqual({
      StringEquals: { 'sts:AWSServiceName': 'codeartifact.amazonaws.com' },
    });
    const everywhere = statements.filter(({ resources }) => resources.includes('*')).flatMap(({ actions }) => actions);
    expect(everywhere).toEqual(['sts:GetServiceBearerToken', 'codeartifact:ListDomains']);
  });

  test('reads the named repositories and no other', () => {
    const statements = statementsOf(policyText({ ...grant, repositories: ['web', 'tools'] }));
    const read = statements.find(({ actions }) => actions.includes('codeartifact:ReadFromRepository'));
    expect(read?.resources).toEqual([
      'arn:aws:codeartifact:eu-west-1:111122223333:repository/shop/web',
      'arn:aws:codeartifact:eu-west-1:111122223333:repository/shop/tools',
    ]);
  });

  test('publishes only when asked to', () => {
    expect(policyText(grant)).not.toContain('Publish');
    const publish = statementsOf(policyText({ ...grant, repositories: ['web'], publish: true })).find(({ actions }) =>
      actions.includes('codeartifact:PublishPackageVersion'),
    );
    expect(publish?.resources).toEqual(['arn:aws:codeartifact:eu-west-1:111122223333:package/shop/web/*']);
  });

  test.each([
    ['us-gov-west-1', 'aws-us-gov'],
    ['cn-north-1', 'aws-cn'],
    ['us-iso-east-1', 'aws-iso'],
  ])('in %s names the partition %s', (region, partition) => {
    expect(policyText({ ...grant, region })).toContain(`"arn:${partition}:codeartifact:${region}:`);
  });
});

type Resolved = { readonly Ref: string } | { readonly Sub: string };

/** Functions of CloudFormation in their short form, as an object each. */
const functions = ['Ref', 'Sub', 'GetAtt', 'If', 'Not', 'Equals'];
const customTags = functions.flatMap((name) => [
  { tag: `!${name}`, resolve: (value: string) => ({ [name]: value }) },
  ...(['seq', 'map'] as const).map((collection) => ({
    tag: `!${name}`,
    collection,
    resolve: (value: { toJSON(): unknown }) => ({ [name]: value.toJSON() }),
  })),
]);

const parameter = z.strictObject({
  Type: z.enum(['String', 'Number']),
  Description: z.string().max(4000).optional(),
  Default: z.union([z.string(), z.number()]).optional(),
  AllowedPattern: z.string().optional(),
  NoEcho: z.boolean().optional(),
  MinValue: z.number().optional(),
  MaxValue: z.number().optional(),
});
const resolved = z.union([z.string(), z.strictObject({ Ref: z.string() }), z.strictObject({ Sub: z.string() })]);
const statement = z.strictObject({
  Sid: z.string(),
  Effect: z.literal('Allow'),
  Action: z.array(action).min(1),
  Resource: z.array(resolved).min(1),
  Condition: z.record(z.string(), z.record(z.string(), resolved)).optional(),
});
/** "Template anatomy" and "AWS::IAM::Role" of the CloudFormation user guide. */
const template = z.strictObject({
  AWSTemplateFormatVersion: z.literal('2010-09-09'),
  Description: z.string().max(1024),
  Parameters: z.record(z.string().regex(/^[A-Za-z0-9]+$/), parameter),
  Conditions: z.record(z.string(), z.unknown()),
  Resources: z.strictObject({
    CodeArtifactRole: z.strictObject({
      Type: z.literal('AWS::IAM::Role'),
      Properties: z.strictObject({
        RoleName: resolved,
        Description: resolved,
        MaxSessionDuration: z.int().min(3600).max(43_200),
        AssumeRolePolicyDocument: z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(z.unknown()) }),
        Policies: z.array(
          z.strictObject({
            PolicyName: z.string(),
            PolicyDocument: z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(statement) }),
          }),
        ),
      }),
    }),
  }),
  Outputs: z.record(z.string(), z.unknown()),
});

function readTemplate(one: Grant, given = defaults) {
  const text = templateText(one, given);
  return { text, read: template.parse(parse(text, { customTags } as never)) };
}

describe('the template', () => {
  test.each(grants)('for %s is one of CloudFormation, and uses what it declares', (_, one) => {
    const { text, read } = readTemplate(one);
    const declared = Object.keys(read.Parameters);
    const used = [...text.matchAll(/!Ref (\w+)(?!:)\b|\$\{(\w+)\}/g)].map(([, ref, sub]) => ref ?? sub);
    expect(new Set(used.filter((name) => name !== 'AWS'))).toEqual(new Set(declared));
    for (const { Default, AllowedPattern } of Object.values(read.Parameters)) {
      if (AllowedPattern !== undefined && Default !== undefined) {
        expect(String(Default)).toMatch(new RegExp(AllowedPattern));
      }
    }
  });

  test.each(grants)('for %s gives what the policy gives', (_, one) => {
    const { Policies } = readTemplate(one).read.Resources.CodeArtifactRole.Properties;
    const values: Record<string, string> = {
      'AWS::Partition': { 'us-gov-west-1': 'aws-us-gov', 'cn-north-1': 'aws-cn' }[one.region] ?? 'aws',
      DomainRegion: one.region,
      DomainOwner: one.domainOwner,
      DomainName: one.domain,
    };
    const plain = (value: string | Resolved) =>
      typeof value === 'string' || 'Ref' in value
        ? value
        : value.Sub.replaceAll(/\$\{([^}]+)\}/g, (_match, name: string) => values[name] ?? '?');
    const given = Policies[0]?.PolicyDocument.Statement.map(({ Sid, Action, Resource }) => ({
      Sid,
      actions: Action,
      resources: Resource.map((value) => plain(value)),
    }));
    expect(given).toEqual(
      statementsOf(policyText(one)).map(({ Sid, actions, resources }) => ({ Sid, actions, resources })),
    );
  });

  test('shows no External ID and has none', () => {
    const { ExternalId } = readTemplate(grant).read.Parameters;
    expect(ExternalId).toMatchObject({ NoEcho: true, Default: '' });
  });
});
