/**
 * What an order with our own transport (shared/features/renewal/acme/acmeTransport.ts) and our own certificate request
 * (shared/features/renewal/acme/certificateRequest.ts) does not need of acme-client: its HTTP client, its checks of challenges, and its
 * cryptography library, of which the few lines remain that split chains and read issuers, on Node's own certificates.
 */
export const LEFT_OUT_OF_ACME = [/^\.\/crypto\/forge$/, /^\.\/(?:auto|verify)$/, /^asn1js$/];

/** By what acme-client requires. */
export const REPLACED_IN_ACME = {
  "./axios": "module.exports = {};",
  "@peculiar/x509": `
    const { X509Certificate } = require("node:crypto");
    const BLOCK = /-----BEGIN ([^-]+)-----([^-]+)-----END [^-]+-----/g;
    exports.cryptoProvider = { set() {} };
    exports.PemConverter = {
      decodeWithHeaders: (pem) => [...pem.matchAll(BLOCK)].map(([, type, rawData]) => ({ type, rawData })),
      decodeFirst: (pem) => Buffer.from(exports.PemConverter.decodeWithHeaders(pem)[0].rawData, "base64"),
      encode: ([{ type, rawData }]) => "-----BEGIN " + type + "-----" + rawData + "-----END " + type + "-----",
    };
    const nameOf = (text = "") => ({
      getField: (field) => text.split("\\n").filter((line) => line.startsWith(field + "=")).map((line) => line.slice(field.length + 1)),
    });
    exports.X509Certificate = function (der) {
      const { issuer, subject } = new X509Certificate(der);
      return { issuerName: nameOf(issuer), subjectName: nameOf(subject), getExtension: () => null };
    };`,
};
