/** Why something is done, and the ticket that it belongs to, as the form beside a plan has them; what is left empty is not said. */
export function saidIn(form: URLSearchParams): { reason?: string; ticket?: string } {
  return Object.fromEntries(
    ["reason", "ticket"].flatMap((name) => {
      const text = (form.get(name) ?? "").trim();
      return text === "" ? [] : [[name, text]];
    }),
  );
}
