// Without zod, because every start of a command would wait for it.

/** The default credential chain, as opposed to a named profile of the AWS config files. */
export const DEFAULT_CHAIN = '(default chain)';

export const endpointTypes = ['ipv4', 'dualstack'] as const;
