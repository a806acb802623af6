import { z } from 'zod';
import { endpointTypes } from './plain-names.ts';

/** Name patterns of the CodeArtifact API (service model 2018-09-22); the SDK does not check them before sending. */
export const domainName = z.string().regex(/^[a-z][a-z0-9-]{0,48}[a-z0-9]$/, 'a domain has 2 to 50 of a-z, 0-9 and -');
export const repositoryName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,99}$/, 'a repository has 2 to 100 of letters, digits, ".", "_" and "-"');
export const accountId = z.string().regex(/^\d{12}$/, 'an account has 12 digits');
/** As partitions.json of the AWS SDKs has them: eu-west-1, us-gov-east-1, eusc-de-east-1. */
export const regionName = z.string().regex(/^(?:[a-z]{2}|eusc)(?:-[a-z]+)+-\d{1,2}$/, 'a region looks like eu-west-1');
export const profileName = z.string().min(1, 'a profile has a name');

/** Seconds a token shall live: 0 (as long as the caller's session) or 900 to 43200. */
export const tokenDuration = z
  .int()
  .refine((seconds) => seconds === 0 || (seconds >= 900 && seconds <= 43_200), 'use 0, or 900 to 43200 seconds');

export const endpointType = z.enum(endpointTypes);
export type EndpointType = z.infer<typeof endpointType>;

/** Package formats a repository endpoint exists for. */
export const formats = ['npm', 'pypi', 'maven', 'nuget', 'generic', 'ruby', 'swift', 'cargo'] as const;
export type Format = (typeof formats)[number];

/** A client by its name; which there are is the engine's to say (Snapshot.clients). */
export const clientName = z.string().regex(/^[a-z][a-z0-9-]*$/, 'a client has a name such as npm');
export type ClientName = z.infer<typeof clientName>;

/** How a profile gets credentials. */
export const profileKind = z.enum(['sso', 'role', 'keys', 'process', 'login', 'webIdentity', 'chain', 'none']);
