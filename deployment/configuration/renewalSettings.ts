import { KEY_KINDS } from "../../shared/features/renewal/acme/keyKind.ts";
import { anyText, field, secretReference, section } from "./field.ts";
import { address, list, mailAddress, share, whole, word } from "./values.ts";

/** `renewal` of albflow.yaml. */
export const renewalSection = section("How certificates are renewed.", {
  share: field(
    share,
    "The share of its lifetime, at its end, in which a certificate is renewed; a third unless given.",
    { example: 0.25 },
  ).optional(),
  windows: field(list(anyText), "Maintenance windows in which certificates are rotated; at any time unless given.", {
    example: ["Sat,Sun 02:00-06:00 Asia/Shanghai"],
  }).optional(),
  atOnce: field(whole(1, 20), "Rotations of a region at the same time.", { example: 5, byDefault: 3 }).optional(),
  errorBudget: field(whole(1, 100), "Failed rotations in six hours that stop all that is not urgent.", {
    example: 5,
    byDefault: 3,
  }).optional(),
  unverified: field(
    word(["none", "quic", "all"]),
    "What is renewed although it cannot be verified: nothing, QUIC listeners, or whatever cannot be reached.",
    { example: "quic", byDefault: "none" },
  ).optional(),
}).prefault({});

/** `acme` of albflow.yaml. */
export const acmeSection = section(
  "Where new certificates are ordered. Without it albflow uses only what Certificate Management Service has.",
  {
    directory: field(address, "The directory of the ACME server.", {
      example: "https://acme-v02.api.letsencrypt.org/directory",
    }),
    contacts: field(list(mailAddress), "Mail addresses that the server may write to.", {
      example: ["sre@example.com"],
    }).optional(),
    accountKey: field(secretReference, "The account's private key in PEM form, where the account exists already.", {
      example: "kms:albflow/acme-account",
    }).optional(),
    externalAccount: section("The external account binding that some servers ask for.", {
      kid: field(anyText, "Its id.", { example: "kid-1" }),
      hmacKey: field(secretReference, "Its key, in base64url.", { example: "env:ALBFLOW_EAB_KEY" }),
    }).optional(),
    chain: field(anyText, "The common name of the issuer whose chain is preferred.", {
      example: "ISRG Root X1",
    }).optional(),
    serverCa: field(anyText, "The CA of the server's own HTTPS certificate in PEM form, where it is no public one.", {
      example: "-----BEGIN CERTIFICATE-----…",
    }).optional(),
    key: field(word(["same", ...KEY_KINDS]), "The kind of key of what is ordered; that of the predecessor is `same`.", {
      example: "ecdsa-p256",
      byDefault: "same",
    }).optional(),
  },
).optional();
