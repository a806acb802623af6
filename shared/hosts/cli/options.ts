import type { Command } from '@commander-js/extra-typings';
import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { addressWords } from './address-words.ts';
import { addAwsOptions } from './aws-options.ts';

/** Of every command that reports. */
export const jsonOption = new Option('--json', 'print one JSON document');

/** Of commands that need an AWS session. */
export const signInOption = new Option('--sign-in', 'sign in to AWS first, where that is needed');

/** A command of this name with the options that say where in AWS it looks. */
export function addressCommand(program: Command, name: string) {
  const { domain, domainOwner, profile, region } = addressWords;
  const command = program
    .command(name)
    .requiredOption(domain.flags, domain.description)
    .option(domainOwner.flags, domainOwner.description)
    .option(profile.flags, profile.description)
    .option(region.flags, region.description);
  addAwsOptions(command, { keeps: name === 'login' || name === 'add' });
  return command;
}

/** A number as people write it, in digits; null for anything else that JavaScript would take for one, such as `0x10`, `1e3` or blanks. */
function numberIn(text: string): number | null {
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null;
}

export function parseSeconds(text: string): number {
  const seconds = numberIn(text);
  const isLifetime = seconds === 0 || (seconds !== null && seconds >= 900 && seconds <= 43_200);
  if (isLifetime && Number.isInteger(seconds)) return seconds;
  throw new InvalidArgumentError('Use 900 to 43200 seconds, or 0 for as long as your session lasts.');
}

export function parsePort(text: string): number {
  const port = numberIn(text);
  if (port !== null && Number.isInteger(port) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is 0 to 65535.');
}

/** Lifetime of the demo's tokens; a token of CodeArtifact lives 12 hours at most. */
export function parseMinutes(text: string): number {
  const minutes = numberIn(text);
  if (minutes !== null && minutes > 0 && minutes <= 720) return minutes;
  throw new InvalidArgumentError('Use a number above 0, up to 720 minutes.');
}
