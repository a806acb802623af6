import { credentialErrors, processErrors } from './credentials.ts';
import type { ErrorRow } from './row.ts';
import { networkErrors } from './network.ts';
import { serviceErrors } from './service.ts';

/**
 * Every failure that AWS access knows, in the order in which they are looked for: the user's own command first, because
 * its output may look like anything; then the network, which hides behind every other kind; then what a service answered;
 * then the texts of the credential providers. The texts are no API: each row has a test against the pinned SDK.
 */
export const errorTable: readonly ErrorRow[] = [
  ...processErrors,
  ...networkErrors,
  ...serviceErrors,
  ...credentialErrors,
];
