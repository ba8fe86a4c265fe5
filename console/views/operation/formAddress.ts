import { CONSOLE } from "../../view.ts";
import { valuesOf } from "./fields.ts";

/** Where an operation's form is filled with what an execution was given. */
export function formAddress(operation: string, input: object): string {
  const { plan: _, requestedBy: __, ...given } = input as Record<string, unknown>;
  const filled = new URLSearchParams();
  for (const [name, texts] of valuesOf(given)) for (const text of texts) filled.append(name, text);
  return `${CONSOLE}/operations/${operation}?${filled.toString()}`;
}
