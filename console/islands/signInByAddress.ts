/** Sends the token that stands behind the `#` of the sign-in page's address, after removing it from the address and the history. */
export function signInByAddress(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-sign-in]");
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (form === null || token === null) return;
  history.replaceState(null, "", `${location.pathname}${location.search}`);
  const field = form.elements.namedItem("token");
  if (!(field instanceof HTMLTextAreaElement)) return;
  field.value = token;
  form.requestSubmit();
}
