import type { ErrorText } from '../clients/error-text.ts';

/** What the AWS CLI and whatever is built on botocore or an AWS SDK print, by their errors' names. */
const aws: readonly ErrorText[] = [
  { patterns: [/sts:GetServiceBearerToken/, /not\s+authorized/], causes: ['awsBearerDenied'] },
  {
    patterns: [/\(AccessDenied(?:Exception)?\)/, /sts:AssumeRole|calling\s+the\s+AssumeRole/],
    causes: ['awsRoleDenied'],
  },
  {
    patterns: [
      /not\s+authorized\s+to\s+perform:?\s+codeartifact:(?:GetAuthorizationToken|GetRepositoryEndpoint|List\w+|Describe\w+)/,
    ],
    causes: ['awsDenied'],
  },
  {
    patterns: [/\(AccessDenied(?:Exception)?\)\s+when\s+calling\s+the\s+\w+\s+operation/],
    unless: /sts:GetServiceBearerToken|AssumeRole|not\s+authorized\s+to\s+perform:?\s+codeartifact:/,
    causes: ['awsDenied'],
  },
  {
    patterns: [/\((?:ExpiredToken(?:Exception)?|RequestExpired)\)\s+when\s+calling|ExpiredTokenException:\s/],
    causes: ['awsExpired'],
  },
  {
    patterns: [
      /SSO\s+session\s+associated\s+with\s+this\s+profile|Token\s+has\s+expired\s+and\s+refresh\s+failed|Error\s+loading\s+SSO\s+Token|Token\s+is\s+expired\.\s+To\s+refresh\s+this\s+SSO|SSO\s+session\s+token\s+associated|UnauthorizedSSOTokenError|SSOTokenLoadError|TokenRetrievalError|Session\s+token\s+not\s+found\s+or\s+invalid|Your\s+session\s+has\s+expired\.\s+Please\s+reauthenticate/,
    ],
    causes: ['awsExpired'],
  },
  {
    patterns: [
      /Unable\s+to\s+locate\s+credentials|NoCredentialsError|Could\s+not\s+load\s+credentials\s+from\s+any\s+providers|Partial\s+credentials\s+found|no\s+EC2\s+IMDS\s+role\s+found|Unable\s+to\s+load\s+credentials\s+from\s+any\s+of\s+the\s+providers/,
    ],
    causes: ['awsMissing'],
  },
  {
    patterns: [
      /\((?:InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|AuthFailure|InvalidSignatureException|SignatureDoesNotMatch)\)/,
    ],
    unless: /Signature\s+(?:expired|not\s+yet\s+current)/,
    causes: ['awsInvalid'],
  },
  {
    patterns: [
      /config\s+profile\s+\([^)\s]+\)\s+could\s+not\s+be\s+found|ProfileNotFound|Could\s+not\s+resolve\s+credentials\s+using\s+profile/,
    ],
    causes: ['awsProfile'],
  },
  { patterns: [/You\s+must\s+specify\s+a\s+region|NoRegionError|Region\s+is\s+missing/], causes: ['awsRegion'] },
  {
    patterns: [/Error\s+when\s+retrieving\s+credentials\s+from\s+custom-process|CredentialRetrievalError/],
    causes: ['awsProcess'],
  },
  {
    patterns: [
      /\(ResourceNotFoundException\)\s+when\s+calling\s+the\s+(?:GetAuthorizationToken|DescribeDomain|ListRepositoriesInDomain)/,
    ],
    causes: ['awsDomainMissing'],
  },
  {
    patterns: [/\(ResourceNotFoundException\)\s+when\s+calling\s+the\s+\w+/],
    unless: /GetAuthorizationToken|DescribeDomain|ListRepositoriesInDomain/,
    causes: ['repositoryMissing', 'awsDomainMissing'],
  },
  { patterns: [/\(ConflictException\)\s+when\s+calling\s+the\s+PublishPackageVersion/], causes: ['versionExists'] },
  {
    patterns: [/\((?:ThrottlingException|TooManyRequestsException|Throttling|RequestLimitExceeded|SlowDown)\)/],
    causes: ['throttled'],
  },
  {
    patterns: [/\((?:InternalServerException|InternalFailure|ServiceUnavailable(?:Exception)?)\)/],
    causes: ['serviceDown'],
  },
  {
    patterns: [/Could\s+not\s+connect\s+to\s+the\s+endpoint\s+URL|EndpointConnectionError/],
    causes: ['offline', 'awsRegion'],
  },
  { patterns: [/\b\w+\s+was\s+not\s+found\.\s+Please\s+verify\s+installation/], causes: ['toolMissing'] },
  {
    patterns: [
      /aws:?\s+(?:\[ERROR\]:?\s+)?(?:error:|usage:)|\baws\s+<command>|Found\s+invalid\s+choice/i,
      /[Ii]nvalid\s+choice/,
    ],
    causes: ['awsTooOld'],
  },
  { patterns: [/aws:?\s+(?:\[ERROR\]:?\s+)?(?:error:)?/, /Unknown\s+options:\s+--/], causes: ['awsTooOld'] },
  { patterns: [/Signature\s+(?:expired|not\s+yet\s+current):|RequestTimeTooSkewed/], causes: ['clockWrong'] },
];

/** What proxies, TLS and name servers make clients print, whichever client it is. */
const network: readonly ErrorText[] = [
  {
    patterns: [
      /\b407\b\s*(?:Proxy)?|Proxy\s+Authentication\s+Required|ERR_PROXY_TUNNEL|Tunnel\s+connection\s+failed|Unable\s+to\s+tunnel\s+through\s+proxy/,
      /[Pp]roxy|[Tt]unnel/,
    ],
    causes: ['proxyRefused'],
  },
  {
    patterns: [/\bERR_SOCKET_BAD_PORT\b|Cannot\s+connect\s+to\s+proxy|ProxyError|proxy\s+CONNECT\s+aborted/],
    causes: ['proxyRefused', 'offline'],
  },
  {
    patterns: [
      /SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?|self[- ]signed\s+certificate|CERTIFICATE_VERIFY_FAILED|PKIX\s+path\s+building\s+failed|unable\s+to\s+find\s+valid\s+certification\s+path|unable\s+to\s+get\s+local\s+issuer\s+certificate|certificate\s+signed\s+by\s+unknown\s+authority|invalid\s+peer\s+certificate|SSL\s+certificate\s+problem|UntrustedRoot|remote\s+certificate\s+is\s+invalid|SSL\s+connection\s+could\s+not\s+be\s+established/,
    ],
    unless: /certificate\s+has\s+expired|CERT_HAS_EXPIRED|certificate\s+is\s+not\s+yet\s+valid/,
    causes: ['certificate'],
  },
  {
    patterns: [/certificate\s+has\s+expired|CERT_HAS_EXPIRED|certificate\s+is\s+not\s+yet\s+valid|NotValidYet/],
    causes: ['clockWrong', 'certificate'],
  },
  {
    patterns: [
      /ERR_TLS_CERT_ALTNAME_INVALID|Hostname\/IP\s+does\s+not\s+match|doesn't\s+match\s+any\s+of\s+the\s+subject\s+alternative|hostname\s+mismatch/i,
    ],
    causes: ['certificate'],
  },
  {
    patterns: [
      /\bENOTFOUND\b|\bEAI_AGAIN\b|\bECONNREFUSED\b|\bECONNRESET\b|\bETIMEDOUT\b|\bEHOSTUNREACH\b|\bENETUNREACH\b|Could\s+not\s+resolve\s+host|Name\s+or\s+service\s+not\s+known|Temporary\s+failure\s+in\s+name\s+resolution|nodename\s+nor\s+servname|UnknownHostException|no\s+such\s+host|[Cc]onnection\s+refused|Connect(?:ion)?\s+timed\s+out|Read\s+timed\s+out|ConnectTimeoutError|Network\s+is\s+unreachable|dns\s+error|Could\s+not\s+connect\s+to\s+server|Connection\s+to\s+https?:\S+\s+refused/,
    ],
    causes: ['offline'],
  },
  {
    patterns: [
      /Unexpected\s+token\s+'?<'?|<!DOCTYPE\s+html|text\/html/i,
      /JSON|Content-Type|content\s+type|packument|index/i,
    ],
    unless: /<a\s+href/i,
    causes: ['otherServer', 'proxyRefused'],
  },
];

/** What the service itself answers, where a client prints it. */
const service: readonly ErrorText[] = [
  {
    patterns: [/not\s+authorized\s+to\s+perform:?\s+codeartifact:(?:Read|Publish|Put|Copy|Delete|Update|Dispose)\w+/],
    causes: ['denied'],
  },
  {
    patterns: [/Repository\s+'?[\w.-]{1,100}'?\s+(?:does\s+not\s+exist|was\s+not\s+found)/],
    causes: ['repositoryMissing'],
  },
  { patterns: [/\bRate\s+exceeded\b/], causes: ['throttled'] },
];

/** What keeps a client from its files and from the system's store of credentials. */
const system: readonly ErrorText[] = [
  {
    patterns: [
      /WinError\s+1783|The\s+stub\s+received\s+bad\s+data|CredWrite|win32ctypes|Failed\s+to\s+(?:create|unlock)\s+the\s+(?:collection|item|keyring)|org\.freedesktop\.secrets|NoKeyringError|No\s+recommended\s+backend\s+was\s+available|KeyringError|PasswordSetError|errSecInteractionNotAllowed|User\s+interaction\s+is\s+not\s+allowed|SecKeychain|Windows\s+Credential\s+Manager/,
    ],
    causes: ['credentialStore'],
  },
  {
    patterns: [/\bENOSPC\b|No\s+space\s+left\s+on\s+device|not\s+enough\s+space\s+on\s+the\s+disk/],
    causes: ['diskFull'],
  },
  {
    patterns: [
      /\b(?:EACCES|EPERM|EROFS)\b|[Pp]ermission\s+denied|Access\s+is\s+denied/,
      /\.npmrc|\.yarnrc|pip\.(?:conf|ini)|\.pypirc|\.netrc|_netrc|auth\.toml|config\.toml|credentials|settings\.xml|gradle\.properties|NuGet\.Config|uv\.toml|\.gem/i,
    ],
    causes: ['fileUnreadable'],
  },
];

/** What no client says by itself, by who does: looked for after the texts of the clients. */
export const commonErrors: Readonly<Record<string, readonly ErrorText[]>> = {
  'AWS CLI': aws,
  CodeArtifact: service,
  'The network': network,
  'The system': system,
};
