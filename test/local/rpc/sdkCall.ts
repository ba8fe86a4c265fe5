import { $OpenApiUtil } from "@alicloud/openapi-core";

/** An official SDK client, seen as what all of them are: a method for each action, and the call beneath them. */
export interface SdkClient {
  callApi(params: unknown, request: unknown, runtime: unknown): Promise<unknown>;
}

interface ModelClass {
  new (members: Record<string, unknown>): object;
  names(): Record<string, string>;
  types(): Record<string, unknown>;
}

/** What a call ended in: the answer with wire names, or the error as the SDK tells it. */
export type Outcome =
  | { answer: Record<string, unknown> }
  | { error: { code: string; status: number; message: string; requestId: string; data: Record<string, unknown> } };

/** Calls an action by its own SDK method, with a request model built from wire names. */
export function callSdk(
  client: object,
  models: object,
  action: string,
  parameters: Record<string, unknown>,
): Promise<Outcome> {
  const method = action.charAt(0).toLowerCase() + action.slice(1);
  const act = Reflect.get(client, method) as (request: object) => Promise<{ body: object }>;
  const Request = Reflect.get(models, `${action}Request`) as ModelClass | undefined;
  return outcome(
    act.call(client, Request === undefined ? {} : modelOf(Request, parameters)).then(({ body }) => wireNames(body)),
  );
}

/** Calls an action by the SDK's own transport, with flat parameters that no model would let through. */
export function callFlat(
  client: SdkClient,
  version: string,
  action: string,
  flat: Record<string, string>,
): Promise<Outcome> {
  const params = new $OpenApiUtil.Params({
    action,
    version,
    protocol: "HTTP",
    pathname: "/",
    method: "POST",
    authType: "AK",
    style: "RPC",
    reqBodyType: "formData",
    bodyType: "json",
  });
  const request = new $OpenApiUtil.OpenApiRequest({ query: flat });
  return outcome(client.callApi(params, request, {}).then((response) => (response as { body: object }).body));
}

/** Flat parameters from nested ones, as the wire has them. */
export function flat(value: unknown, name = ""): Record<string, string> {
  if (typeof value !== "object" || value === null) return { [name]: String(value) };
  const entries = Array.isArray(value)
    ? value.map((item, index) => [String(index + 1), item] as const)
    : Object.entries(value);
  const members = entries.map(([key, member]) => flat(member, name === "" ? key : `${name}.${key}`));
  return Object.assign({}, ...members) as Record<string, string>;
}

async function outcome(answering: Promise<object>): Promise<Outcome> {
  try {
    return { answer: (await answering) as Record<string, unknown> };
  } catch (error) {
    const { statusCode, code = "", message, requestId = "", data = {} } = error as Partial<SdkError> & Error;
    if (statusCode === undefined) throw error;
    return { error: { code, status: statusCode, message, requestId, data } };
  }
}

interface SdkError {
  code: string;
  statusCode: number;
  requestId: string;
  data: Record<string, unknown>;
}

function modelOf(Model: ModelClass, parameters: Record<string, unknown>): object {
  const types = Model.types();
  const members = Object.entries(Model.names())
    .filter(([, wireName]) => parameters[wireName] !== undefined)
    .map(([member, wireName]) => [member, modelValue(types[member], parameters[wireName])]);
  return new Model(Object.fromEntries(members));
}

function modelValue(type: unknown, value: unknown): unknown {
  const itemType = (type as { itemType?: unknown } | undefined)?.itemType;
  if (Array.isArray(value)) return value.map((item) => modelValue(itemType, item));
  return typeof type === "function" ? modelOf(type as ModelClass, value as Record<string, unknown>) : value;
}

function wireNames(value: unknown): Record<string, unknown> {
  const wire = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(wire);
    if (typeof inner !== "object" || inner === null) return inner;
    const names = (inner.constructor as unknown as Partial<ModelClass>).names?.() ?? {};
    return Object.fromEntries(
      Object.entries(inner)
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => [names[key] ?? key, wire(member)]),
    );
  };
  return wire(value) as Record<string, unknown>;
}
