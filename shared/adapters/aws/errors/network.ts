import type { ErrorRow } from './row.ts';
import type { CallContext } from './words.ts';
import { aboutWords, askedWords, capitalised, isOfCodeArtifact, profileWords } from './words.ts';
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
    `${capitalised(askedWords(context))} took too long to answer ${profileWords(context.profile)}${aboutWords(context, 'about')}.`,
  advice: () => 'Check the network, VPN or proxy.',
  retryable: true,
} satisfies Partial<ErrorRow>;

/** Something else than AWS answered, or AWS in a way that nobody can work with. */
export const unusable = {
  problem: 'answerUnusable',
  sentence: (context) =>
    `What answered ${profileWords(context.profile)}${aboutWords(context, 'about')} did not answer like ${context.service ?? 'CodeArtifact'}.`,
  advice: () => 'Check the configured endpoint, and whether the network wants you to sign in first.',
  retryable: true,
} satisfies Omit<ErrorRow, 'situation'>;

/** Rows for what happens between this machine and AWS: name resolution, connections, TLS, proxies, strange answers. */
export const networkErrors: readonly ErrorRow[] = [
  {
    situation: 'the proxy for https wants a sign-in',
    codes: ['ERR_PROXY_TUNNEL'],
    status: (status) => status === 407,
    problem: 'proxyLoginNeeded',
    sentence: (context) => `The proxy wants a sign-in before it lets ${profileWords(context.profile)} through to AWS.`,
    advice: () => 'Put the proxy user and password into HTTPS_PROXY.',
  },
  {
    situation: 'the proxy for http wants a sign-in',
    status: (status) => status === 407,
    problem: 'proxyLoginNeeded',
    sentence: (context) => `The proxy wants a sign-in before it lets ${profileWords(context.profile)} through to AWS.`,
    advice: () => 'Put the proxy user and password into HTTP_PROXY.',
  },
  {
    situation: "the proxy doesn't answer within 3 seconds",
    codes: ['ERR_PROXY_TUNNEL'],
    message: /timed out/,
    problem: 'proxyUnreachable',
    sentence: (context) => `The proxy through which ${profileWords(context.profile)} reaches AWS doesn't answer.`,
    advice: () => 'Check HTTPS_PROXY and HTTP_PROXY, and the network that the proxy is in.',
    retryable: true,
  },
  {
    situation: 'the proxy refused to connect to AWS',
    codes: ['ERR_PROXY_TUNNEL'],
    problem: 'proxyRefused',
    sentence: (context, facts) =>
      `The proxy did not connect ${profileWords(context.profile)} to AWS${facts.status === null ? '' : ` (HTTP ${facts.status})`}.`,
    advice: () => 'Check HTTPS_PROXY and NO_PROXY, or ask whoever runs the proxy.',
    retryable: true,
  },
  {
    situation: 'the variable of the proxy holds no URL',
    codes: ['ERR_PROXY_INVALID_CONFIG'],
    problem: 'proxyInvalid',
    sentence: (context) =>
      `HTTPS_PROXY or HTTP_PROXY is not a proxy URL, so ${profileWords(context.profile)} can't reach AWS.`,
    advice: () => 'Correct it; it looks like http://proxy.example:3128.',
  },
  {
    situation: "the certificate is of an authority that isn't trusted here",
    codes: UNTRUSTED,
    problem: 'certificateUntrusted',
    sentence: (context) =>
      `The certificate shown to ${profileWords(context.profile)} in place of AWS's is not trusted here.`,
    advice: () =>
      "If your company's proxy inspects TLS, point AWS_CA_BUNDLE or the profile's ca_bundle at its CA file.",
  },
  {
    situation: 'the certificate has expired, or is not valid yet',
    codes: ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
    problem: 'certificateExpired',
    sentence: (context) => `The certificate shown to ${profileWords(context.profile)} is not valid at this time.`,
    advice: () => "Check this machine's clock, and which proxy or endpoint is configured.",
  },
  {
    situation: 'the certificate is for another host',
    codes: ['ERR_TLS_CERT_ALTNAME_INVALID'],
    problem: 'certificateOtherHost',
    sentence: (context) => `The certificate shown to ${profileWords(context.profile)} is for another host.`,
    advice: () => 'Check which proxy or endpoint is configured, and whether the network wants you to sign in first.',
  },
  {
    situation: 'the CA bundle is missing or holds no certificate',
    names: ['CaBundleUnreadable'],
    problem: 'fileUnreadable',
    sentence: (context) => `The CA bundle of ${profileWords(context.profile)} can't be read as PEM certificates.`,
    advice: () => "Correct the path in AWS_CA_BUNDLE or the profile's ca_bundle.",
  },
  {
    situation: "what answered doesn't speak TLS",
    codes: ['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER'],
    problem: 'notTls',
    sentence: (context) =>
      `Something that doesn't speak TLS answered ${profileWords(context.profile)} in place of AWS.`,
    advice: () => 'Check that the proxy and the endpoint are given with the right scheme, http or https.',
  },
  {
    situation: "the proxy can't be reached",
    codes: UNREACHABLE,
    when: (context, facts) => facts.peer !== null && (context.proxies ?? []).includes(facts.peer),
    problem: 'proxyUnreachable',
    sentence: (context, facts) =>
      `The proxy through which ${profileWords(context.profile)} reaches AWS can't be reached (${facts.code}).`,
    advice: () => 'Check HTTPS_PROXY and HTTP_PROXY, and the network that the proxy is in.',
    retryable: true,
  },
  {
    situation: 'the region has no CodeArtifact',
    codes: ['ENOTFOUND'],
    wrapped: false,
    when: (context) =>
      isOfCodeArtifact(context) && context.customEndpoint !== true && !isCodeArtifactRegion(context.region),
    problem: 'regionUnsupported',
    sentence: (context) =>
      `Region ${context.region}, asked for by ${profileWords(context.profile)}, has no CodeArtifact: its host name doesn't exist.`,
    advice: () => 'Use the region that the domain is in; if AWS added it only lately, check your network.',
  },
  {
    situation: 'no network, no name resolution, or the connection was refused',
    codes: UNREACHABLE,
    problem: 'offline',
    sentence: (context, facts) =>
      `${capitalised(askedWords(context))} can't be reached for ${profileWords(context.profile)}${aboutWords(context, 'and')} (${facts.code}).`,
    advice: () => 'Check the network, VPN or proxy.',
    retryable: true,
  },
  {
    situation: 'the connection was cut off',
    codes: ['ECONNRESET', 'EPIPE'],
    problem: 'connectionLost',
    sentence: (context) => `The connection of ${profileWords(context.profile)} to ${askedWords(context)} was cut off.`,
    advice: () => 'Check the network, VPN or proxy.',
    retryable: true,
  },
  {
    situation: 'none of several addresses could be reached',
    // The wrapping left only the name.
    names: ['AggregateError'],
    problem: 'offline',
    sentence: (context) =>
      `${capitalised(askedWords(context))} can't be reached for ${profileWords(context.profile)}${aboutWords(context, 'and')}.`,
    advice: () => 'Check the network, VPN or proxy.',
    retryable: true,
  },
  {
    situation: 'no connection was made within 3 seconds',
    names: ['TimeoutError'],
    message: /establish a connection/,
    problem: 'connectTimeout',
    sentence: (context) =>
      `No connection to ${askedWords(context)} came about in time for ${profileWords(context.profile)}${aboutWords(context, 'and')}.`,
    advice: () => 'Check the network, VPN or proxy.',
    retryable: true,
  },
  {
    situation: 'no answer came within 9 seconds',
    codes: ['ETIMEDOUT'],
    ...timeout,
  },
  {
    situation: 'the whole call took 9 seconds',
    names: ['TimeoutError', 'CallTimeout'],
    ...timeout,
  },
  {
    situation: 'the configured endpoint is no http or https URL',
    names: ['EndpointInvalid'],
    problem: 'endpointInvalid',
    sentence: (context) => `The endpoint configured for ${profileWords(context.profile)} is not an http or https URL.`,
    advice: () => 'Correct AWS_ENDPOINT_URL_CODEARTIFACT, AWS_ENDPOINT_URL or the endpoint_url of the profile.',
  },
  {
    situation: 'the answer was well-formed and of no use: no token, or one whose end is missing, past or too far away',
    names: ['UnusableAnswer'],
    ...unusable,
  },
];
