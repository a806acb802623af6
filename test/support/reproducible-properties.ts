import * as fc from 'fast-check';

// The suite says the same of the same commit; a search with FAST_CHECK_RUNS goes its own way each time.
if (process.env['FAST_CHECK_RUNS'] === undefined) fc.configureGlobal({ seed: 20_261_120 });
