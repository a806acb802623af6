import { config } from 'zod';

// zod otherwise compiles its schemas with `new Function`, which the browser reports as a policy violation (zod 4.6, core/util allowsEval).
config({ jitless: true });
