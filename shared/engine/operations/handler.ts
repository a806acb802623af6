import type { Result } from '../../contract/problem.ts';
import type { RequestName } from '../../contract/request-names.ts';
import type { Parsed, Value } from '../../contract/requests.ts';
import type { Core } from '../core/core.ts';

/** Answers one request; its params are validated already. */
export type Handler<Name extends RequestName> = (core: Core, params: Parsed<Name>) => Promise<Result<Value<Name>>>;
