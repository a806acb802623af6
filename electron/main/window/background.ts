/** The page's own background, `--bg` in renderer/styles/tokens.css, for the time before the page is painted. */
export function pageBackground(isDark: boolean): string {
  return isDark ? '#14171b' : '#f5f6f9';
}
