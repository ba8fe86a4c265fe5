import { reason } from "./reason.ts";
import { reasonText } from "./reasonText.ts";
import type { ReasonCode } from "./registry.ts";

/** The message of an issue of a schema, which can only be a text: whoever shows it reads the reason in it. */
export function must<Code extends ReasonCode>(...made: Parameters<typeof reason<Code>>): string {
  return reasonText(reason(...made));
}
