/** A role that `AssumeRole` gives keys of. */
export type EmulatedRole = {
  /** `arn:aws:iam::ACCOUNT:role/NAME`. */
  readonly arn: string;
  /** What the trust policy wants as `sts:ExternalId`. */
  readonly externalId?: string;
  /** The trust policy wants a code of this device; each code works once. */
  readonly mfa?: { readonly serial: string; readonly codes: readonly string[] };
  /** ARNs or accounts that the trust policy names; everybody when absent. */
  readonly trusted?: readonly string[];
  /** Subjects of web identity tokens that the trust policy names; none when absent. */
  readonly webSubjects?: readonly string[];
  /** Longest session in seconds, 3600 when absent. */
  readonly maxSessionSeconds?: number;
  /** What the role may not do, as with a principal. */
  readonly deny?: readonly string[];
  /** Seconds that every session lives, whatever was asked for, so that its end can be watched. */
  readonly sessionSeconds?: number;
};
