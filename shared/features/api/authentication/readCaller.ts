import type { JSONWebKeySet } from "jose";
import { reason } from "../../../platform/reasons/reason.ts";
import { type Environment, wordSetting, wrongSetting } from "../../../platform/settings/readSetting.ts";
import { type Grant, type Identity, readGrants } from "./identity.ts";
import { type TokenSettings, tokenReader, unauthenticated } from "./readToken.ts";

/** Who is let in: people with tokens, machines whose signature the platform has verified, or both. */
interface AccessSettings {
  tokens?: TokenSettings;
  /**
   * Grants of machines by the id of their access key, `*` for any other. Set only where the HTTP trigger has authType
   * `function`: then no request arrives whose signature the gateway has not verified (functionCompute.md §4).
   */
  machines?: Record<string, Grant[]>;
}

/**
 * Prepares to tell who calls, by the headers of a request (names in any case). The returned function throws
 * `AlbflowError`: Denied with code `Unauthenticated`, or Transient when the issuer of tokens cannot be reached.
 */
export function callerReader(
  settings: AccessSettings,
): (headers: Readonly<Record<string, string | undefined>>) => Promise<Identity> {
  const { tokens, machines } = settings;
  const readToken = tokens === undefined ? undefined : tokenReader(tokens);
  return async (headers) => {
    const authorization = headerOf(headers, "authorization");
    const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization) ?? [];
    if (token !== undefined && readToken !== undefined) return readToken(token);
    const [, keyId] = /^ACS3-HMAC-SHA256 +Credential=([\w.-]{1,128}),/.exec(authorization) ?? [];
    if (keyId !== undefined && machines !== undefined) return machineOf(keyId, machines);
    throw unauthenticated(authorization === "" ? reason("credentials-not-sent") : reason("credentials-of-no-kind"));
  };
}

/**
 * The settings in a function's environment: `ALBFLOW_TOKEN_ISSUER`, `_AUDIENCE`, `_JWKS` (an address or the JWKS),
 * `_ALGORITHMS` (default RS256, ES256), `_GRANTS_CLAIM` (default `roles`); `ALBFLOW_MACHINES`, as JSON like
 * `{"LTAI…":["operator:lsn-prod-*"]}`. Throws `AlbflowError` InvalidInput when nobody could be let in, or they are wrong.
 */
export function accessSettingsFrom(environment: Environment): AccessSettings {
  const { ALBFLOW_TOKEN_ISSUER: issuer = "", ALBFLOW_MACHINES: machines = "" } = environment;
  const settings: AccessSettings = {
    ...(issuer === "" ? {} : { tokens: tokenSettings(issuer, environment) }),
    ...(machines === "" ? {} : { machines: machineSettings(machines) }),
  };
  if (settings.tokens !== undefined || settings.machines !== undefined) return settings;
  throw wrongSetting(reason("no-callers-allowed"));
}

/**
 * The same for a function behind an HTTP trigger: a signature in a header means something only where the gateway has checked
 * it, that is, where `ALBFLOW_API_AUTH` is `function`.
 */
export function triggeredAccessFrom(environment: Environment): AccessSettings {
  return accessSettingsFrom(
    apiAuthFrom(environment) === "function" ? environment : { ...environment, ALBFLOW_MACHINES: "" },
  );
}

/** Who checks the callers of the API: nobody before the function, unless `ALBFLOW_API_AUTH` says otherwise. */
export function apiAuthFrom(environment: Environment): "anonymous" | "function" {
  return wordSetting(environment, "ALBFLOW_API_AUTH", ["anonymous", "function"]) ?? "anonymous";
}

function machineOf(keyId: string, machines: Record<string, Grant[]>): Identity {
  const grants = Object.hasOwn(machines, keyId) ? machines[keyId] : machines["*"];
  if (grants === undefined) throw unauthenticated(reason("machine-without-grants"));
  return { name: keyId, kind: "machine", grants };
}

function headerOf(headers: Readonly<Record<string, string | undefined>>, wanted: string): string {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? "";
}

function tokenSettings(issuer: string, environment: Readonly<Record<string, string | undefined>>): TokenSettings {
  const { ALBFLOW_TOKEN_AUDIENCE: audience = "", ALBFLOW_TOKEN_JWKS: keys = "" } = environment;
  // What nobody has set is deployed as an empty variable.
  const set = (variable: string, otherwise: string) => environment[variable] || otherwise;
  return {
    issuer,
    audience,
    keys: keys.trim().startsWith("{") ? { jwks: jsonIn<JSONWebKeySet>("ALBFLOW_TOKEN_JWKS", keys) } : { url: keys },
    algorithms: set("ALBFLOW_TOKEN_ALGORITHMS", "RS256,ES256")
      .split(",")
      .map((one) => one.trim()),
    grantsClaim: set("ALBFLOW_TOKEN_GRANTS_CLAIM", "roles"),
  };
}

function machineSettings(text: string): Record<string, Grant[]> {
  const given = jsonIn<Record<string, unknown>>("ALBFLOW_MACHINES", text);
  return Object.fromEntries(
    Object.entries(given).map(([keyId, written]) => {
      const grants = readGrants(written);
      if (grants.length > 0) return [keyId, grants];
      throw wrongSetting(reason("machine-grants-unknown", { keyId: `${keyId.slice(0, 8)}…` }));
    }),
  );
}

function jsonIn<Shape>(variable: string, text: string): Shape {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Shape;
  } catch {
    // Said below.
  }
  const expected = reason("expected-json-object");
  throw wrongSetting(reason("setting-invalid", { name: variable, value: null, expected }));
}
