/**
 * Whether a request that changes something was sent by a page of ours. Browsers say so themselves in `Sec-Fetch-Site`, which
 * no page can set; older ones in `Origin`. A request with neither is none of a browser's, and has the API. No token in the
 * forms is needed, so that a page that was open for a day can still be sent (docs/decisions/a-console-inside-the-api.md).
 */
export function isSameOrigin(header: (name: string) => string): boolean {
  const site = header("sec-fetch-site");
  if (site !== "") return site === "same-origin";
  const origin = header("origin");
  return URL.canParse(origin) && new URL(origin).host === header("host");
}
