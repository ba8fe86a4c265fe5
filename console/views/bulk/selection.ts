import type { BulkTarget } from "../../../shared/core/bulk/planBulk.ts";
import { listedOperations } from "../../../shared/features/api/contract.ts";
import { RequestError } from "../../../shared/features/api/problem.ts";
import { reason } from "../../../shared/platform/reasons/reason.ts";
import { placeAsked } from "../../placeQuery.ts";

/** How a run is limited unless somebody says otherwise. */
export const LIMITS = { atOnce: "3", errorBudget: "1" };

/** Fields of a form that say how it is run, and where; beside them stand what is selected and the operation's own. */
const OWN = new Set(["operation", "regions", "accounts", "atOnce", "errorBudget"]);

/** Fields that say what is selected, by what it is. */
const isSelection = (name: string) => /^(?:target|certificate):/.test(name);

/** What the form of an operation hands on: what is selected, where, and which operation it is. */
export function keptIn(fields: URLSearchParams): [string, string][] {
  return [...fields].filter(([name]) => isSelection(name) || (OWN.has(name) && !Object.hasOwn(LIMITS, name)));
}

/** What is selected has a field each: an address has every name once (`HttpEvent.queryParameters`). */
export function selectedIn(fields: URLSearchParams, kind: "target" | "certificate"): string[] {
  return [...fields.keys()].filter((name) => name.startsWith(`${kind}:`)).map((name) => name.slice(kind.length + 1));
}

/** The operation that is asked for, with the fields that it has for all of them alike, and what stands in them. */
export function askedIn(fields: URLSearchParams) {
  const name = fields.get("operation") ?? "";
  const found = listedOperations().find((one) => one.name === name);
  if (found === undefined) throw new RequestError(404, reason("operation-not-found", { operation: name }));
  const { listenerId: _, region: ____, account: _____, ...others } = found.input.properties ?? {};
  // What differs from listener to listener comes with what is selected.
  const { certificateId: __, successorId: ___, ...shared } = others;
  const properties = selectedIn(fields, "certificate").length > 0 ? shared : others;
  const required = (found.input.required ?? []).filter((field) => Object.hasOwn(properties, field));
  const values = new Map(
    [...new Set(fields.keys())]
      .filter((key) => !OWN.has(key) && !isSelection(key))
      .flatMap((key) => {
        const texts = fields.getAll(key).filter((text) => text.trim() !== "");
        return texts.length === 0 ? [] : [[key, texts] as const];
      }),
  );
  return { operation: { ...found, input: { ...found.input, properties, required } }, values };
}

/** What is selected, as the API is told of it. */
export function selectionIn(fields: URLSearchParams) {
  const listed = (name: string) => (fields.get(name) ?? "").split(",").filter((one) => one !== "");
  const certificateIds = selectedIn(fields, "certificate");
  if (certificateIds.length > 0) {
    const where = Object.entries({ regions: listed("regions"), accounts: listed("accounts") });
    return { certificateIds, ...Object.fromEntries(where.filter(([, several]) => several.length > 0)) };
  }
  const targets = selectedIn(fields, "target").map((text): BulkTarget => {
    const [listenerId = "", region, account] = text.split(" ");
    return { listenerId, ...placeAsked((name) => ({ region, account })[name]) };
  });
  return { targets };
}

/** How the run is limited, where a form says so. */
export function limitsIn(fields: URLSearchParams) {
  return Object.fromEntries(
    Object.keys(LIMITS).flatMap((name) => {
      const text = fields.get(name) ?? "";
      return /^\d+$/.test(text) ? [[name, Number(text)]] : [];
    }),
  );
}
