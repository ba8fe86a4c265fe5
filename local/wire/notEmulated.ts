import { CloudError } from "./cloudError.ts";

/**
 * Refuses what the real service may have and this cloud does not play. It is no 404, because clients take that for "already
 * gone" (the vendor's Terraform provider ends a destroy with success then), and no 5xx, which they would try again.
 */
export function notEmulated(product: string, action: string): CloudError {
  return new CloudError(
    400,
    "NotEmulated",
    `The local cloud does not emulate ${product} ${action}. docs/local-cloud-actions.md lists what it does.`,
  );
}

/**
 * The name of an action as the log may show it. A text that does not look like the name of an API may be anything, a secret
 * in the wrong place included.
 */
export function named(action: string | undefined): string {
  return action !== undefined && LOOKS_LIKE_AN_ACTION.test(action) ? action : "(unknown)";
}

const LOOKS_LIKE_AN_ACTION =
  /^(?:[A-Z][a-z]+(?:[A-Z][A-Za-z]*[a-z])+|(?:GET|PUT|POST|DELETE|HEAD|PATCH|OPTIONS) \/[\w.{}:-]{0,40}(?:\/[\w.{}:-]{0,40}){0,8})$/;
