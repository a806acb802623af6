/** What a browser shows in the end. */
export type ShownPage = { readonly url: string; readonly status: number; readonly text: string };

/** Opens the emulator's sign-in page and presses a button, as a person in a browser does, redirects included. */
export async function pressOnPage(url: string, answer: 'allow' | 'deny' = 'allow'): Promise<ShownPage> {
  const page = await fetch(url);
  const html = await page.text();
  const csrf = /name="csrf" value="([^"]+)"/.exec(html)?.[1];
  if (csrf === undefined) throw new Error(`There is nothing to answer at ${url}: ${html}`);
  const shown = await fetch(new URL('/sign-in', url), { method: 'POST', body: new URLSearchParams({ csrf, answer }) });
  return { url: shown.url, status: shown.status, text: await shown.text() };
}
