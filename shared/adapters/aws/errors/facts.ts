/** What an error of the SDK, of Node or of our own tells, in one shape. `message` may hold secrets: match it, never show it. */
export type ErrorFacts = {
  readonly name: string;
  readonly message: string;
  /** Error code of Node's network, TLS and file system layers. */
  readonly code: string | null;
  /** HTTP status of the answer, also that of a proxy. */
  readonly status: number | null;
  /** True when the credential providers wrapped the error of the service they asked, so that no type or status is left. */
  readonly wrapped: boolean;
  /** CodeArtifact's ResourceNotFoundException: domain, repository, package … */
  readonly resourceType: string | null;
  readonly requestId: string | null;
  /** Where a connection was wanted and not had: a host name that was not found, or the port that refused. */
  readonly peer: string | null;
};

type SdkError = Error & {
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly resourceType?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
};

const PROVIDER_ERRORS: ReadonlySet<string> = new Set(['CredentialsProviderError', 'TokenProviderError']);
const CODE_IN_TEXT =
  /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EPIPE|EPROTO)\b/;
/** `Name: text` or `Name [CODE]: text`, as Error.toString writes it. */
const INNER_ERROR = /^(?:Failed to refresh token: )?(\w*(?:Error|Exception))(?: \[(\w+)\])?(?:$|: )/;
/** The answer of a proxy that refused a tunnel, in the text of Node's ERR_PROXY_TUNNEL. */
const STATUS_IN_TEXT = /: HTTP\/1\.\d (\d{3})\b/;

/** Where to, in the texts of Node's lookups and connections. */
const PEER_IN_TEXT = /\bgetaddrinfo \w+ ([^\s:]+)|\bconnect \w+ \S+:(\d+)/;

/** Texts of Node's errors, for those that arrive wrapped and so without their code (Node 24). */
const KNOWN_TEXTS: readonly (readonly [RegExp, string])[] = [
  [/unable to (verify the first certificate|get (local )?issuer certificate)/, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  [/self-signed certificate in certificate chain/, 'SELF_SIGNED_CERT_IN_CHAIN'],
  [/self-signed certificate/, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  [/certificate has expired/, 'CERT_HAS_EXPIRED'],
  [/socket hang up/, 'ECONNRESET'],
];

export function factsOf(error: unknown): ErrorFacts {
  const single = error instanceof AggregateError && error.errors.length > 0 ? (error.errors[0] as unknown) : error;
  const known = (single instanceof Error ? single : new Error(typeof single)) as SdkError;
  const own = {
    name: known.name,
    message: known.message,
    code: typeof known.code === 'string' ? known.code : null,
    status: known.$metadata?.httpStatusCode ?? (typeof known.statusCode === 'number' ? known.statusCode : null),
    resourceType: typeof known.resourceType === 'string' ? known.resourceType : null,
    requestId: known.$metadata?.requestId ?? null,
    peer: peerIn(known.message),
  };
  // The text of a failed credential_process is the user's own command and output: nothing in it is ours to interpret here.
  if (!PROVIDER_ERRORS.has(known.name) || isProcessFailure(known.message)) return { ...own, wrapped: false };
  const inner = INNER_ERROR.exec(known.message);
  return {
    ...own,
    name: inner?.[1] ?? known.name,
    code:
      inner?.[2] ??
      CODE_IN_TEXT.exec(known.message)?.[1] ??
      KNOWN_TEXTS.find(([text]) => text.test(known.message))?.[1] ??
      null,
    status: Number(STATUS_IN_TEXT.exec(known.message)?.[1]) || null,
    wrapped: inner !== null,
  };
}

function peerIn(message: string): string | null {
  const [, host, port] = PEER_IN_TEXT.exec(message) ?? [];
  return host ?? port ?? null;
}

function isProcessFailure(message: string): boolean {
  return message.startsWith('Command failed:');
}
