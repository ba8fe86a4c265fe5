import { isIP } from "node:net";
import { reason } from "../../../platform/reasons/reason.ts";
import { certificatesSetting } from "../../../platform/settings/pemSetting.ts";
import {
  addressSetting,
  type Environment,
  listSetting,
  settingError,
  settingText,
  wordSetting,
  wrongSetting,
} from "../../../platform/settings/readSetting.ts";
import { secretSetting } from "../../../platform/settings/secretSetting.ts";
import { accountKeyFrom } from "./accountKey.ts";
import { KEY_KINDS, type KeyKind } from "./keyKind.ts";

/** Which ACME server is asked, and as whom. */
export interface AcmeSettings {
  directoryUrl: string;
  /** PKCS #8, PEM. Whoever has it can order and revoke as this account; it never leaves the process. */
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
  /** What kind of key certificates get; that of their predecessor unless set. */
  keyKind?: KeyKind;
}

/** What whoever deploys sets for ACME, for the documentation. */
export const ACME_SETTINGS = {
  ALBFLOW_ACME_DIRECTORY:
    "directory of the ACME server that certificates are ordered from, an https address; none are when it is not set",
  ALBFLOW_ACME_CONTACTS: "mail addresses that the server may write to, with commas between them",
  ALBFLOW_ACME_ACCOUNT_KEY:
    "PEM of the account's key, for an account that exists already: RSA, P-256 or P-384, on several lines or on one with \\n",
  ALBFLOW_ACME_EAB_KID: "id of the external account binding, for servers that know their customers",
  ALBFLOW_ACME_EAB_HMAC_KEY: "key of the external account binding, in base64url",
  ALBFLOW_ACME_CHAIN: "common name of the issuer whose chain is preferred",
  ALBFLOW_ACME_CA: "PEM of the CA of the server's own certificate, where it is no public one",
  ALBFLOW_ACME_KEY: `kind of key of what is ordered: same as the predecessor's, or ${KEY_KINDS.join(", ")}; same unless set`,
};

/**
 * The settings in a function's environment; undefined when `ALBFLOW_ACME_DIRECTORY` is not set, that is, when no
 * certificates are to be ordered. Throws `AlbflowError` InvalidInput (`invalid-setting`) for one that is missing or wrong.
 */
export function acmeSettingsFrom(environment: Environment): AcmeSettings | undefined {
  const directoryUrl = acmeDirectoryFrom(environment);
  if (directoryUrl === undefined) return undefined;
  const trustedCaPem = certificatesSetting(environment, "ALBFLOW_ACME_CA");
  const preferredChain = settingText(environment, "ALBFLOW_ACME_CHAIN");
  const nameServers = nameServersFrom(environment);
  const keyKind = keyKindFrom(environment);
  return {
    directoryUrl,
    accountKeyPem: accountKeyFrom(environment),
    contacts: listSetting(
      environment,
      "ALBFLOW_ACME_CONTACTS",
      (address) => MAIL_ADDRESS.test(address),
      reason("expected-mail-addresses"),
    ),
    ...bindingFrom(environment),
    ...(trustedCaPem === undefined ? {} : { trustedCaPem }),
    ...(preferredChain === undefined ? {} : { preferredChain }),
    ...(nameServers.length === 0 ? {} : { nameServers }),
    ...(keyKind === undefined ? {} : { keyKind }),
  };
}

/** The address of the ACME server's directory; undefined when none is set. Throws InvalidInput for what is no https address. */
export function acmeDirectoryFrom(environment: Environment): string | undefined {
  return addressSetting(environment, "ALBFLOW_ACME_DIRECTORY");
}

function bindingFrom(environment: Environment): Pick<AcmeSettings, "externalAccountBinding"> {
  const kid = settingText(environment, "ALBFLOW_ACME_EAB_KID");
  const hmacKey = secretSetting(environment, "ALBFLOW_ACME_EAB_HMAC_KEY")?.trim() || undefined;
  if (kid === undefined && hmacKey === undefined) return {};
  if (kid === undefined || hmacKey === undefined) {
    throw wrongSetting(reason("eab-settings-incomplete"));
  }
  if (!/^[\w-]+={0,2}$/.test(hmacKey)) {
    throw settingError(environment, "ALBFLOW_ACME_EAB_HMAC_KEY", reason("expected-eab-key"), { isSecret: true });
  }
  return { externalAccountBinding: { kid, hmacKey } };
}

function keyKindFrom(environment: Environment): KeyKind | undefined {
  const word = wordSetting(environment, "ALBFLOW_ACME_KEY", ["same", ...KEY_KINDS]);
  return word === "same" ? undefined : word;
}

function nameServersFrom(environment: Environment): string[] {
  return listSetting(environment, "ALBFLOW_NAME_SERVERS", isServer, reason("expected-name-servers"));
}

function isServer(text: string): boolean {
  const [, host = "", port = "53"] = /^\[?([\d.a-f:]+?)\]?(?::(\d{1,5}))?$/i.exec(text) ?? [];
  return isIP(host) !== 0 && Number(port) >= 1 && Number(port) <= 65_535;
}

const MAIL_ADDRESS = /^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/;
