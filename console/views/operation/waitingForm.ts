import { listedOperations } from "../../../shared/features/api/contract.ts";
import { CONSOLE } from "../../view.ts";

/** A form of which one field waits for what another operation makes: a TLS policy that a listener is to have. */
export interface WaitingForm {
  operation: string;
  /** The field that takes the new id. */
  field: string;
  /** What the form was opened with: which listener it is about, and where. */
  about: [name: string, value: string][];
}

/** Under which name the way to a new resource carries the form that waits for it. */
export const WAITING = "for";

const OPENED_WITH = ["listenerId", "region", "account"];

/** A waiting form as one value of a query. */
export function waitingText({ operation, field, about }: WaitingForm): string {
  return `${operation}?${new URLSearchParams([["filling", field], ...about]).toString()}`;
}

/** The form that an address waits with; undefined without one, or where it is none of the console's. */
export function waitingIn(text: string | null | undefined): WaitingForm | undefined {
  const [name = "", query = ""] = (text ?? "").split(/\?(.*)/s);
  const operation = listedOperations().find((one) => one.name === name);
  const given = new URLSearchParams(query);
  const field = given.get("filling") ?? "";
  if (operation === undefined || !Object.hasOwn(operation.input.properties ?? {}, field.split(".")[0] ?? ""))
    return undefined;
  return { operation: name, field, about: openedWith((asked) => given.get(asked)) };
}

/** Of what a form holds that which says what it is about. */
export function openedWith(get: (name: string) => string | null | undefined): WaitingForm["about"] {
  return OPENED_WITH.flatMap((name): WaitingForm["about"] => {
    const value = get(name) ?? "";
    return value === "" ? [] : [[name, value]];
  });
}

/** Where a waiting form is, with the new id in the field that waits. */
export function filledForm({ operation, field, about }: WaitingForm, id: string): string {
  return `${CONSOLE}/operations/${operation}?${new URLSearchParams([...about, [field, id]]).toString()}`;
}
