// What a test has for a browser: opens the address and allows what the page asks.
import { pressOnPage } from './sign-in-page.ts';

await pressOnPage(process.argv[2] ?? '');
