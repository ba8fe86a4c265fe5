import type { AlbflowError } from "../../platform/errors.ts";
import { basics } from "./en/basics.ts";
import { settings } from "./en/settings.ts";
import { messagesIn } from "./messagesIn.ts";

/**
 * What an error says, in English: for what still passes sentences on in flows and notices instead of reasons. Only settings are
 * known here, so that functions carry no more than that.
 */
export function describeError({ reason }: AlbflowError): string {
  return messagesIn({ ...basics, ...settings }, "en").sentences(reason);
}
