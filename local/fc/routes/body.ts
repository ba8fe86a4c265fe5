import { CloudError } from "../../wire/cloudError.ts";

/** The JSON object of a request. Throws `CloudError` InvalidArgument when it is none. */
export function bodyOf(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    if (isObject(value)) return value;
  } catch {}
  throw new CloudError(400, "InvalidArgument", "The request body is not a JSON object.");
}

/** The named members that are there. */
export function pickFields(body: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => Object.hasOwn(body, name)).map((name) => [name, body[name]]));
}

/** A JSON object, or the JSON text of one. Throws `CloudError` InvalidArgument. */
export function objectOf(value: unknown, name: string): Record<string, unknown> {
  if (isObject(value)) return value;
  try {
    const parsed: unknown = JSON.parse(String(value));
    if (isObject(parsed)) return parsed;
  } catch {}
  throw new CloudError(400, "InvalidArgument", `${name} is not a JSON object.`);
}

/** A page of a list that is sorted by a name; the token is the last name of the page. */
export function paged<Item>(
  items: Item[],
  nameOf: (item: Item) => string,
  query: Record<string, string>,
): { page: Item[]; nextToken?: string } {
  const limit = Math.min(100, Math.max(1, Number.parseInt(query.limit ?? "", 10) || 20));
  const after = query.nextToken ?? "";
  const left = items
    .filter((item) => nameOf(item) > after)
    .sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  const page = left.slice(0, limit);
  const last = page.at(-1);
  return left.length > limit && last !== undefined ? { page, nextToken: nameOf(last) } : { page };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
