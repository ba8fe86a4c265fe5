import { AlbflowError, isTransient, kindOfCode } from "../errors.ts";
import { reason } from "../reasons/reason.ts";
import { redact } from "../redact.ts";
import { retry } from "../retry.ts";
import { endpointOf, type Product, type Session } from "../session.ts";
import { classOf, configOf, openGenericClient } from "./genericClient.ts";
import { lostFields } from "./lostFields.ts";

/**
 * Turns an SDK's lower-camel model type into the wire's own shape, so that the whole product speaks of `ListenerId`
 * as ALB does.
 */
type Wire<T> = T extends (infer Item)[]
  ? Wire<Item>[]
  : T extends object
    ? {
        [Key in keyof T as T[Key] extends (...parameters: never[]) => unknown ? never : Capitalize<Key & string>]: Wire<
          T[Key]
        >;
      }
    : T;

/** The constructor of an SDK's client, as openapi-core's generated clients share it. */
export type OpenApiClient = new (config: never) => object;

type Model = abstract new (...parameters: never[]) => object;

/** The actions of an SDK: those for which it has a response body. */
type ActionOf<Sdk> = {
  [Name in keyof Sdk]: Name extends `${infer Action}ResponseBody` ? Action : never;
}[keyof Sdk];

export type ParametersOf<Sdk, Action extends string> = `${Action}Request` extends keyof Sdk
  ? Sdk[`${Action}Request`] extends Model
    ? Wire<InstanceType<Sdk[`${Action}Request`]>>
    : never
  : // An action without parameters has no request.
    Record<string, never>;

export type AnswerOf<Sdk, Action extends string> = `${Action}ResponseBody` extends keyof Sdk
  ? Sdk[`${Action}ResponseBody`] extends Model
    ? Wire<InstanceType<Sdk[`${Action}ResponseBody`]>>
    : never
  : never;

/** A client to one product: wire names in, wire names out, one kind of error. */
export interface SdkClient<Sdk> {
  /**
   * Makes one call. Reads, and writes that carry a ClientToken, are repeated a few times when the cloud is busy or
   * does not answer, which is safe because the token makes a repeated write one write (alb.md U7).
   *
   * An SDK's models drop what they do not know: the paths of what was set in the answer and is not in what is returned
   * are added to `lost`, where it is given. What would be dropped of the parameters is not sent at all.
   *
   * Throws `AlbflowError` with the cloud's code and request id; Failed when a parameter is none of the SDK's.
   */
  call<Action extends ActionOf<Sdk> & string>(
    action: Action,
    parameters: ParametersOf<Sdk, Action>,
    lost?: string[],
  ): Promise<AnswerOf<Sdk, Action>>;
}

/**
 * Opens a client through an SDK built on openapi-core, which the first call loads. The clients keep no connection of their own
 * (wire.md §1).
 */
export function openSdkClient<Sdk>(
  load: () => Promise<Sdk & { default: OpenApiClient }>,
  product: Product,
  session: Session,
): SdkClient<Sdk> {
  const config = configOf(session, endpointOf(session, product));
  let opened: Record<string, (...parameters: unknown[]) => Promise<{ body: object }>> | undefined;

  return {
    async call(action, parameters, lost) {
      const sdk = await load();
      const { cast, toMap } = await import("./openApiLibrary.ts");
      opened ??= new (classOf<OpenApiClient>(sdk.default))({
        ...config,
        readTimeout: TIMEOUT_MS,
        connectTimeout: TIMEOUT_MS,
      } as never) as NonNullable<typeof opened>;
      const client = opened;
      const models = sdk as unknown as Record<string, new (map: object) => object>;
      const Request = models[`${action}Request`];
      let raw: { body?: unknown } = {};
      const seeing = Object.create(client, {
        callApi: { value: async (...call: unknown[]) => (raw = (await client.callApi?.(...call)) as typeof raw) },
      });
      const method = client[`${action[0]?.toLowerCase()}${action.slice(1)}`]?.bind(seeing);
      if (method === undefined) throw new AlbflowError("Failed", reason("sdk-without-action", { product, action }));
      const request = Request === undefined ? undefined : cast(parameters, new Request({}));
      const unsent = lostFields(parameters, request === undefined ? parameters : toMap(request));
      if (unsent.length > 0) {
        throw new AlbflowError("Failed", reason("sdk-would-not-send", { product, action, fields: unsent }));
      }
      return repeatable(session, product, action, parameters, async () => {
        const response = await (request === undefined ? method() : method(request));
        const answer = toMap(response.body);
        lost?.push(...lostFields(raw.body, answer));
        return answer as never;
      });
    },
  };
}

/**
 * Opens a client through openapi-core's generic call; of the vendor's SDK it takes the types alone. What the answer says comes
 * whole. For products that answer in one flat object, and whose SDK is mostly models of what functions never call.
 */
export function openTypedClient<Sdk>(product: Product, version: string, session: Session): SdkClient<Sdk> {
  const client = openGenericClient(session, product);
  const shape = { version, style: "RPC", pathname: "/", reqBodyType: "formData", bodyType: "json" } as const;
  return {
    call: (action, parameters) =>
      repeatable(session, product, action, parameters, async () => {
        const { OpenApiUtil } = await import("./openApiLibrary.ts");
        const request = { query: OpenApiUtil.query(parameters as Record<string, unknown>) };
        return (await client({ ...shape, action, request, timeoutMs: TIMEOUT_MS })).body as never;
      }),
  };
}

/** Makes a call, again where that is safe and may help. Throws `AlbflowError`. */
function repeatable<Answer>(
  session: Session,
  product: Product,
  action: string,
  parameters: object,
  once: () => Promise<Answer>,
) {
  const isSafe = /^(Get|List|Describe)/.test(action) || "ClientToken" in parameters;
  const translated = () =>
    once().catch((thrown: unknown) => {
      throw translate(product, action, thrown, session);
    });
  const isWorthIt = (error: AlbflowError) => isSafe && isTransient(error) && error.kind !== "Conflict";
  return retry(translated, isWorthIt, { ...PACING, name: JSON.stringify(parameters) });
}

/** The SDK's default of 3 s makes a slow write an unknown outcome; both timers must be raised (libraries.md §4). */
const TIMEOUT_MS = 10_000;
const PACING = {
  firstMs: 200,
  longestMs: 800,
  /** Limits are by the second (alb.md §7.1): with growing pauses this outlives one, and a listener may hold 300 certificates. */
  attempts: ({ kind }: AlbflowError) => (kind === "Throttled" ? 5 : 3),
};

/**
 * Makes our error of whatever an SDK threw (wire.md §1, §2), without what must not be stored. The session whose call it was is told of throttling.
 */
export function translate(
  product: Product | "ram",
  action: string,
  raw: unknown,
  session: Pick<Session, "onThrottled"> = {},
): AlbflowError {
  const thrown = raw as {
    code?: unknown;
    name?: unknown;
    message?: unknown;
    requestId?: unknown;
    requestid?: unknown;
    statusCode?: unknown;
    data?: { RequestId?: unknown; Message?: unknown };
  };
  const code = typeof thrown.code === "string" && thrown.code !== "undefined" ? thrown.code : undefined;
  const status = typeof thrown.statusCode === "number" ? thrown.statusCode : undefined;
  const text = typeof thrown.data?.Message === "string" ? thrown.data.Message : String(thrown.message ?? raw);
  const requestId = [thrown.requestId, thrown.requestid, thrown.data?.RequestId].find(
    (id) => typeof id === "string" && id !== "",
  ) as string | undefined;
  const named = typeof thrown.name === "string" ? thrown.name : "";
  const kind =
    code !== undefined
      ? kindOfCode(code)
      : /Timeout/.test(named) || /^(?:Syntax|Server)Error$/.test(named) || (status ?? 0) >= 500
        ? "Transient"
        : "Failed";
  if (kind === "Throttled") session.onThrottled?.();
  const reported = reason("cloud-error", {
    product,
    action,
    cloudCode: code ?? (named === "" ? null : named),
    requestId: requestId ?? null,
    message: redact(text)
      // The SDK's library puts what it has sent behind what Node says, without a blank.
      .replace(/(?:GET|POST|PUT|DELETE|PATCH) https?:\S+ failed\.?\s*$/, "")
      .replace(/\.?\s*$/, ""),
  });
  return new AlbflowError(kind, reported, { code, requestId });
}
