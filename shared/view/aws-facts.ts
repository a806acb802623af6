import type { AwsExplanation } from '../contract/doctor.ts';
import { DEFAULT_CHAIN } from '../contract/plain-names.ts';
import { profileKinds } from './profile-text.ts';

/** Who asks AWS: "profile work (access keys)". */
export function awsHeading({ profile, kind }: AwsExplanation): string {
  const name = profile === DEFAULT_CHAIN ? 'default credential chain' : `profile ${profile}`;
  return kind === null ? name : `${name} (${profileKinds[kind]})`;
}

type Fact = { readonly label: string; readonly text: string };

/** The way to AWS, a line each; `momentText` says an instant, and nothing is said of a profile that is not there. */
export function awsFacts(explanation: AwsExplanation, momentText: (at: string) => string): readonly Fact[] {
  const { kind, account, region, endpoint, proxy, caBundle, domains } = explanation;
  const used = domains.map(({ domain, domainOwner }) => `${domain} of ${domainOwner}`).join(', ');
  const whose = endpoint?.isCustom === true ? 'configured' : 'of AWS';
  const way = [
    { label: 'account', text: account ?? 'not told by the AWS files' },
    { label: 'session', text: sessionText(explanation, momentText) },
    { label: 'region', text: region ?? 'none' },
    { label: 'endpoint', text: endpoint === null ? 'none' : `${endpoint.url} (${whose})` },
    { label: 'proxy', text: proxy ?? 'none' },
    { label: 'CA bundle', text: caBundle ?? 'none' },
  ];
  return [...(kind === null ? [] : way), { label: 'domains', text: used }];
}

function sessionText({ session }: AwsExplanation, momentText: (at: string) => string): string {
  if (session === null) return 'none to sign in to';
  const { name, way, state, endsAt } = session;
  const what = { sso: `SSO ${name}`, console: `console sign-in of ${name}`, mfa: `MFA session of ${name}` }[way];
  switch (state) {
    case 'open':
      return endsAt === null ? `${what}, refreshed silently until it ends` : `${what}, until ${momentText(endsAt)}`;
    case 'ended':
      return endsAt === null ? `${what}, ended` : `${what}, ended ${momentText(endsAt)}`;
    case 'none':
      return `${what}, nobody is signed in here`;
    case 'unknown':
      return `${what}, kept by the AWS CLI`;
    default:
      return state satisfies never;
  }
}
