import { SERVICE_PRINCIPAL, statementsFor } from './statements.ts';
import type { Grant, Statement } from './statements.ts';

/** What the parameters of a template say unless whoever makes the stack says something else. */
export type TemplateDefaults = {
  readonly roleName: string;
  /** Account whose people take the role; null where it is not known. */
  readonly trustedAccount: string | null;
};

/**
 * A CloudFormation template, as YAML, of a role with the grant's permissions: who may take it and with which External ID are asked when
 * the stack is made. The session of the role is as short as IAM allows, since a token outlives it.
 */
export function templateText(grant: Grant, { roleName, trustedAccount }: TemplateDefaults): string {
  const { region, domain, domainOwner } = grant;
  const trusted = trustedAccount === null ? '' : `\n    Default: '${trustedAccount}'`;
  return `AWSTemplateFormatVersion: '2010-09-09'
Description: >-
  A role that reads ${grant.publish ? 'and publishes ' : ''}packages of the CodeArtifact domain ${domain}.
  IAM gives it the name asked for, which takes CAPABILITY_NAMED_IAM.
  Where the domain belongs to another account, that account allows the role in the policies of the domain and its repositories as well.

Parameters:
  RoleName:
    Type: String
    Default: ${roleName}
    AllowedPattern: '^[\\w+=,.@-]{1,64}$'
  TrustedAccount:
    Type: String
    Description: Account whose users and roles may take this role, where their own policies let them${trusted}
    AllowedPattern: '^\\d{12}$'
  ExternalId:
    Type: String
    Description: What they have to say for it; may be left empty within one organisation
    Default: ''
    NoEcho: true
    AllowedPattern: '^$|^[\\w+=,.@:/-]{2,1224}$'
  DomainName:
    Type: String
    Default: ${domain}
    AllowedPattern: '^[a-z][a-z0-9-]{0,48}[a-z0-9]$'
  DomainOwner:
    Type: String
    Description: Account that the domain belongs to
    Default: '${domainOwner}'
    AllowedPattern: '^\\d{12}$'
  DomainRegion:
    Type: String
    Default: ${region}
    AllowedPattern: '^[a-z]{2,4}(-[a-z]+)+-\\d$'
  MaxTokenSeconds:
    Type: Number
    Description: Longest life of a token
    Default: 43200
    MinValue: 900
    MaxValue: 43200

Conditions:
  HasExternalId: !Not [!Equals [!Ref ExternalId, '']]

Resources:
  CodeArtifactRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Ref RoleName
      Description: !Sub 'Packages of the CodeArtifact domain \${DomainName}'
      MaxSessionDuration: 3600
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal:
              AWS: !Sub 'arn:\${AWS::Partition}:iam::\${TrustedAccount}:root'
            Action: sts:AssumeRole
            Condition: !If
              - HasExternalId
              - StringEquals:
                  sts:ExternalId: !Ref ExternalId
              - !Ref AWS::NoValue
      Policies:
        - PolicyName: codeartifact
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
${statementsFor(grant, '${DomainName}').flatMap(statementLines).join('\n')}

Outputs:
  RoleArn:
    Description: The role's ARN, which the AWS profile names
    Value: !GetAtt CodeArtifactRole.Arn
`;
}

function statementLines({ Sid, Action, resources, isBearer }: Statement): readonly string[] {
  const lines = [
    `- Sid: ${Sid}`,
    '  Effect: Allow',
    '  Action:',
    ...Action.map((action) => `    - ${action}`),
    '  Resource:',
    ...resources.map((end) => `    - ${resourceText(end)}`),
    ...(isBearer === true
      ? [
          '  Condition:',
          '    StringEquals:',
          `      sts:AWSServiceName: ${SERVICE_PRINCIPAL}`,
          '    NumericLessThanEqualsIfExists:',
          '      sts:DurationSeconds: !Ref MaxTokenSeconds',
        ]
      : []),
  ];
  return lines.map((line) => `              ${line}`);
}

function resourceText(end: string): string {
  if (end === '*') return "'*'";
  return `!Sub 'arn:\${AWS::Partition}:codeartifact:\${DomainRegion}:\${DomainOwner}:${end}'`;
}
