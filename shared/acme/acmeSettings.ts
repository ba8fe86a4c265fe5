import { AlbflowError } from "../errors.ts";
import { accountKeyFrom } from "./accountKey.ts";

/** Which ACME server is asked, and as whom. */
export interface AcmeSettings {
  directoryUrl: string;
  /** P-256, PKCS #8, PEM. Whoever has it can order and revoke as this account; it never leaves the process. */
  accountKeyPem: string;
  /** Mail addresses that the server may write to. */
  contacts: string[];
  /** For servers that register known customers only (ZeroSSL, Google). */
  externalAccountBinding?: { kid: string; hmacKey: string };
  /** PEM of the CA that signs the server's own HTTPS certificate, where it is no public one. */
  trustedCaPem?: string;
  /** Common name of the issuer whose chain is preferred, where the server offers several. */
  preferredChain?: string;
  /** `host:port` of the name servers to ask instead of those that the domain is delegated to. */
  nameServers?: string[];
}

/** What whoever deploys sets for ACME, for the documentation. */
export const ACME_SETTINGS = {
  ALBFLOW_ACME_DIRECTORY:
    "directory of the ACME server that certificates are ordered from; none are when it is not set",
  ALBFLOW_ACME_CONTACTS: "mail addresses that the server may write to, with commas between them",
  ALBFLOW_ACME_ACCOUNT_KEY: "PEM of the account's key, for an account that exists already",
  ALBFLOW_ACME_EAB_KID: "id of the external account binding, for servers that know their customers",
  ALBFLOW_ACME_EAB_HMAC_KEY: "key of the external account binding",
  ALBFLOW_ACME_CHAIN: "common name of the issuer whose chain is preferred",
  ALBFLOW_ACME_CA: "PEM of the CA of the server's own certificate, where it is no public one",
};

/**
 * The settings in a function's environment; undefined when `ALBFLOW_ACME_DIRECTORY` is not set, that is, when no
 * certificates are to be ordered. Throws `AlbflowError` InvalidInput when something else is missing.
 */
export function acmeSettingsFrom(environment: Record<string, string | undefined>): AcmeSettings | undefined {
  const given = (name: string) => (environment[name] === "" ? undefined : environment[name]);
  const directoryUrl = given("ALBFLOW_ACME_DIRECTORY");
  if (directoryUrl === undefined) return undefined;
  const kid = given("ALBFLOW_ACME_EAB_KID");
  const hmacKey = given("ALBFLOW_ACME_EAB_HMAC_KEY");
  if ((kid === undefined) !== (hmacKey === undefined)) {
    throw new AlbflowError(
      "InvalidInput",
      "An external account binding needs both ALBFLOW_ACME_EAB_KID and ALBFLOW_ACME_EAB_HMAC_KEY; one of them is not set.",
    );
  }
  const trustedCaPem = given("ALBFLOW_ACME_CA");
  const preferredChain = given("ALBFLOW_ACME_CHAIN");
  const nameServers = listOf(given("ALBFLOW_NAME_SERVERS"));
  return {
    directoryUrl,
    accountKeyPem: accountKeyFrom(environment),
    contacts: listOf(given("ALBFLOW_ACME_CONTACTS")),
    ...(kid === undefined || hmacKey === undefined ? {} : { externalAccountBinding: { kid, hmacKey } }),
    ...(trustedCaPem === undefined ? {} : { trustedCaPem }),
    ...(preferredChain === undefined ? {} : { preferredChain }),
    ...(nameServers.length === 0 ? {} : { nameServers }),
  };
}

function listOf(text = ""): string[] {
  return text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}
