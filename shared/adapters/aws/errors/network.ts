import type { ErrorRow } from './row.ts';
import type { CallContext } from './words.ts';
import { domainWords, profileWords } from './words.ts';
import { isCodeArtifactRegion } from '../endpoints.ts';

const UNREACHABLE = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'];
const UNTRUSTED = [
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
];

const timeout = {
  problem: 'timeout',
  sentence: (context: CallContext) =>
    `AWS took too long to answer ${profileWords(context.profile)} about ${domainWords(context)}.`,
  advice: () => 'Check the network, VPN or proxy.',
  retryable: true,
} satisfies ErrorRow;

/** Rows for what happens between this machine and AWS: name resolution, connections, TLS, proxies, strange answers. */
export const networkErrors: readonly ErrorRow[] = [
  {
    codes: ['ERR_PROXY_TUNNEL'],
    status: (status) => status === 407,
    problem: 'proxyRefused',
    sentence: (context) => `The proxy wants a sign-in before it lets ${profileWords(context.profile)} through to AWS.`,
    advice: () => 'Put the proxy user and password into HTTPS_PROXY.',
  },
  {
    status: (status) => status === 407,
    problem: 'proxyRefused',
    sentence: (context) => `The proxy wants a sign-in before it lets ${profileWords(context.profile)} through to AWS.`,
    advice: () => 'Put the proxy user and password into HTTP_PROXY.',
  },
  {
    codes: ['ERR_PROXY_TUNNEL'],
    problem: 'proxyRefused',
    sentence: (context, facts) =>
      `The proxy did not connect ${profileWords(context.profile)} to AWS${facts.status === null ? '' : ` (HTTP ${facts.status})`}.`,
    advice: () => 'Check HTTPS_PROXY and NO_PROXY, or ask whoever runs the proxy.',
    retryable: true,
  },
  {
    codes: ['ERR_PROXY_INVALID_CONFIG'],
    problem: 'proxyRefused',
    sentence: (context) =>
      `HTTPS_PROXY or HTTP_PROXY is not a proxy URL, so ${profileWords(context.profile)} can't reach AWS.`,
    advice: () => 'Correct it; it looks like http://proxy.example:3128.',
  },
  {
    codes: UNTRUSTED,
    problem: 'certificateUntrusted',
    sentence: (context) =>
      `The certificate shown to ${profileWords(context.profile)} in place of AWS's is not trusted here.`,
    advice: () =>
      "If your company's proxy inspects TLS, point AWS_CA_BUNDLE or the profile's ca_bundle at its CA file.",
  },
  {
    codes: ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    problem: 'certificateUntrusted',
    sentence: (context, facts) =>
      `The certificate shown to ${profileWords(context.profile)} is ${facts.code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? 'for another host' : 'not valid at this time'}.`,
    advice: () => "Check this machine's clock, and which proxy or endpoint is configured.",
  },
  {
    names: ['CaBundleUnreadable'],
    problem: 'fileUnreadable',
    sentence: (context) => `The CA bundle of ${profileWords(context.profile)} can't be read as PEM certificates.`,
    advice: () => "Correct the path in AWS_CA_BUNDLE or the profile's ca_bundle.",
  },
  {
    codes: ['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER'],
    problem: 'intercepted',
    sentence: (context) =>
      `Something that doesn't speak TLS answered ${profileWords(context.profile)} in place of AWS.`,
    advice: () => 'Check that the proxy and the endpoint are given with the right scheme, http or https.',
  },
  {
    codes: ['ENOTFOUND'],
    wrapped: false,
    when: (context) => context.customEndpoint !== true && !isCodeArtifactRegion(context.region),
    problem: 'invalidInput',
    sentence: (context) =>
      `Region ${context.region}, asked for by ${profileWords(context.profile)}, has no CodeArtifact: its host name doesn't exist.`,
    advice: () => 'Use the region that the domain is in; if AWS added it only lately, check your network.',
  },
  {
    codes: UNREACHABLE,
    problem: 'offline',
    sentence: (context, facts) =>
      `AWS can't be reached for ${profileWords(context.profile)} and ${domainWords(context)} (${facts.code}).`,
    advice: () => 'Check the network, VPN or proxy.',
    retryable: true,
  },
  {
    codes: ['ECONNRESET', 'EPIPE'],
    problem: 'offline',
    sentence: (context) => `The connection of ${profileWords(context.profile)} to AWS was cut off.`,
    advice: () => 'Check the network, VPN or proxy.',
    retryable: true,
  },
  {
    // Several addresses failed and the wrapping left only the name.
    names: ['AggregateError'],
    problem: 'offline',
    sentence: (context) => `AWS can't be reached for ${profileWords(context.profile)} and ${domainWords(context)}.`,
    advice: () => 'Check the network, VPN or proxy.',
    retryable: true,
  },
  {
    codes: ['ETIMEDOUT'],
    ...timeout,
  },
  {
    names: ['TimeoutError', 'CallTimeout'],
    ...timeout,
  },
  {
    names: ['EndpointInvalid'],
    problem: 'profileInvalid',
    sentence: (context) => `The endpoint configured for ${profileWords(context.profile)} is not an http or https URL.`,
    advice: () => 'Correct AWS_ENDPOINT_URL_CODEARTIFACT, AWS_ENDPOINT_URL or the endpoint_url of the profile.',
  },
  {
    names: ['UnusableAnswer'],
    problem: 'intercepted',
    sentence: (context) =>
      `What answered ${profileWords(context.profile)} about ${domainWords(context)} did not answer like CodeArtifact.`,
    advice: () => 'Check the configured endpoint, and whether the network wants you to sign in first.',
    retryable: true,
  },
];
