import { CloudError } from "../wire/cloudError.ts";
import type { Api, ErrorTemplate } from "./api.ts";

/** Makes a product's refusals by code, in the words that its API table has for the action. */
export type ErrorOf = (action: string, code: string, ...blanks: (string | number)[]) => CloudError;

/**
 * Looks a code up among the action's own errors, then the common ones, then what `assumed` adds, then any other
 * action's. Throws a plain `Error` for a code that nobody lists: that is a mistake of ours, not of the caller.
 */
export function errorsOf(api: Api, assumed: ErrorTemplate[]): ErrorOf {
  const known = (errors: ErrorTemplate[]) =>
    errors.filter(({ status, message }) => status !== null && message !== null);
  const everywhere = [
    ...known(api.commonErrors ?? []),
    ...assumed,
    ...Object.values(api.actions).flatMap((action) => known(action.errors)),
  ];
  return (action, code, ...blanks) => {
    const own = known(api.actions[action]?.errors ?? []);
    const template = own.find((error) => error.code === code) ?? everywhere.find((error) => error.code === code);
    if (template === undefined) throw new Error(`No error ${code} is known for ${action}.`);
    return new CloudError(template.status ?? 400, code, fill(template.message ?? code, code, blanks));
  };
}

function fill(message: string, code: string, blanks: (string | number)[]): string {
  const fallback = code.slice(code.lastIndexOf(".") + 1);
  let next = 0;
  return message.replaceAll("%s", () => String(blanks[next++] ?? fallback));
}
