import type { orderingReasons } from "../../../platform/reasons/topics/ordering.ts";
import type { Messages } from "../message.ts";

/** What an order waits for. */
const WAITED: Readonly<Record<string, (of: string) => string>> = {
  domains: () => "the list of domains",
  "name-servers": () => "the name servers",
  "dns-record": (of) => `the DNS record ${of}`,
  "dns-record-removal": (of) => `the removal of ${of}`,
  "dns-records-served": () => "the DNS records at the domain's name servers",
  "acme-answer": (of) => `the ACME server's answer to ${of}`,
  "acme-check": () => "the ACME server's check of the names",
  "acme-certificate": () => "the ACME server's certificate",
  "certificate-quota": () => "the certificate service's quota",
  "certificate-upload": () => "the upload of the certificate",
};
const DIRECTORY = "Correct ALBFLOW_ACME_DIRECTORY";
const FIX = "Fix the cause; the next order tries again";
const left = (records: readonly string[], list: (values: readonly string[]) => string) =>
  records.length === 0 ? "" : `. These DNS records were left: ${list(records)}`;

export const ordering: Messages<typeof orderingReasons> = {
  "acme-problem": {
    message: ({ action, type, detail }) => `ACME ${action} returned ${type}: ${detail}`,
    next: ({ notBefore }, f) =>
      notBefore === null ? "See what the ACME server documents about it" : `Wait until ${f.time(notBefore)}`,
  },
  "acme-call-failed": {
    message: ({ action, message }) => `ACME ${action} failed: ${message}`,
    next: "Check the network between the functions and the ACME server",
  },
  "acme-host-unknown": {
    message: ({ action, message }) => `ACME ${action} failed, as there is no such host: ${message}`,
    next: DIRECTORY,
  },
  "acme-address-invalid": {
    message: ({ action, message }) => `ACME ${action} failed, as its address is not valid: ${message}`,
    next: DIRECTORY,
  },
  "acme-not-tls": {
    message: ({ action, message }) => `ACME ${action} failed, as the server does not speak TLS: ${message}`,
    next: DIRECTORY,
  },
  "acme-not-trusted": {
    message: ({ action, message }) =>
      `ACME ${action} failed, as the ACME server's own certificate is not trusted: ${message}`,
    next: "Put its CA into ALBFLOW_ACME_CA, where that is no public one",
  },
  "acme-answered-status": {
    message: ({ action, status }) => `ACME ${action} returned status ${status}`,
    next: "Try again later",
  },
  "acme-window-missing": {
    message: "The ACME server's renewal information has no window",
    next: "Nothing to do: the certificate's lifetime decides",
  },
  "acme-asks-other-name": {
    message: ({ name }) => `The ACME server asks for ${name}, which was not ordered`,
    next: "Report it to whoever runs the ACME server",
  },
  "acme-no-dns-challenge": {
    message: ({ name }) => `The ACME server does not accept a proof of ${name} by DNS`,
    next: "Use an ACME server that offers dns-01",
  },
  "acme-name-not-proven": {
    message: ({ name, cause }, f) => `The ACME server does not accept the proof of ${name}: ${f.messageOf(cause)}`,
    next: "Check that the domain is delegated to Alibaba Cloud DNS, and its CAA records",
  },
  "acme-authorization-status": ({ status }) => `its authorization is ${status}`,
  "acme-order-invalid": {
    message: ({ cause }, f) => `The ACME server gave up the order: ${f.messageOf(cause)}`,
    next: FIX,
  },
  "acme-order-status": ({ status }) => `the order is ${status}`,
  "acme-still-checking": ({ names }, f) => `it is still checking ${f.list(names)}`,
  "acme-wrong-certificate": {
    message: ({ missing }, f) =>
      `The ACME server sent a wrong certificate: ${missing.length > 0 ? `it lacks ${f.list(missing)}` : "it is for another key"}. It was not used`,
    next: "Report it to whoever runs the ACME server",
  },
  "acme-asked-too-early": {
    message: ({ notBefore, cause }, f) =>
      `The ACME server was not asked: it takes no order before ${f.time(notBefore)}. It had answered: ${f.messageOf(cause)}`,
    next: "Wait until then",
  },
  "acme-server-unset": {
    message: "No ACME server is configured",
    next: ({ setting }) => `Set ${setting} to its directory`,
  },

  "names-not-orderable": {
    message: ({ problems, more }, f) =>
      `No certificate can be ordered by ACME: ${problems.map(f.messageOf).join("; ")}${more > 0 ? `; and ${more} more` : ""}`,
    next: "Upload a certificate that was made elsewhere, or order one for names like shop.example.com or *.example.com",
  },
  "name-not-orderable": ({ name, problem }, f) => `${name === "" ? '""' : name}: ${f.messageOf(problem)}`,
  "order-without-name": "it has no name",
  "order-of-many-names": ({ count, most }) => `it has ${count} names, and an order takes ${most}`,
  "address-not-provable": "an IP address cannot be proven by DNS",
  "not-a-domain-name": "it is no domain name",
  "star-misplaced": "a star may only stand alone, as the first label",
  "underscore-not-signed": "CAs sign no name with an underscore",
  "single-label": "it has a single label, so no public CA can prove whose it is",
  "dns-name-too-long": ({ length, most }) => `it has ${length} characters, and a name has ${most} at most`,
  "label-invalid": ({ label }) => (label === "" ? "it has an empty label" : `"${label}" is no label of a DNS name`),
  "punycode-invalid": "it is no valid punycode",
  "last-label-number": "its last label is a number",
  "suffix-not-public": ({ suffix }) => `no public DNS has names in .${suffix}, so no public CA can prove whose it is`,
  "key-kind-not-orderable": {
    message: ({ kind }) => `The certificate has a key of the kind ${kind}, which no public CA signs`,
    next: ({ setting, kinds }, f) => `Set ${setting} to the kind that its successor gets: ${f.list(kinds)}`,
  },
  "issuer-key-unnamed": {
    message: "The certificate does not name its issuer's key, so no ACME server can know it",
    next: "Nothing to do: it is ordered without naming the certificate that it replaces",
  },

  "no-zone": {
    message: ({ name }) => `No domain of this account in Alibaba Cloud DNS holds ${name}`,
    next: ({ wanted }) =>
      `Add the domain there, or make ${wanted} an alias (CNAME) for a name in a domain that is there`,
  },
  "aliases-endless": {
    message: ({ name }) => `The aliases of ${name} form a circle, or too long a chain`,
    next: "Correct its CNAME records",
  },
  "record-not-served": ({ name, domain, servers }, f) =>
    `${name} is not yet served by ${f.list(servers)}; if this stays so, ${domain} is kept in Alibaba Cloud DNS but delegated to other name servers`,
  "name-servers-unknown": {
    message: ({ domain }) => `No name servers are known for ${domain}`,
    next: "Delegate the domain",
  },
  "dns-unanswered": {
    message: ({ record, name, server, error }) =>
      `No answer to the DNS query for ${record} ${name}${server === null ? "" : ` at ${server}`}: ${error ?? "no answer"}`,
    next: "Check the network between the functions and the name servers",
  },
  "order-timed-out": {
    message: ({ what, of, last }, f) =>
      `Timed out waiting for ${WAITED[what]?.(of ?? "") ?? what}; last: ${f.messageOf(last)}`,
    next: ({ last }, f) => f.next(last) || FIX,
  },
  "order-left-records": {
    message: ({ leftovers, cause }, f) => `${f.messageOf(cause)}${left(leftovers, f.list)}`,
    next: "Delete them by hand; they prove nothing to anybody",
  },

  "upload-denied": {
    message: ({ cause }, f) =>
      `Nothing was ordered, as the certificate service would not take the certificate: ${f.messageOf(cause)}`,
    next: "Allow the function's role to upload: deploy the roles",
  },
  "certificate-service-full": {
    message: ({ cause }, f) =>
      `Nothing was ordered, as the certificate service would not take the certificate: ${f.messageOf(cause)}`,
    next: "Delete certificates there that nothing uses any more, or raise the quota",
  },
  "upload-without-id": "the certificate service answered the upload without an id",
  "expired-certificate-has-the-name": {
    message: ({ name }) => `The certificate service has an expired certificate of the name ${name}`,
    next: "Delete it there, or order with another period",
  },
  "certificate-without-identifier": {
    message: ({ number }) => `The certificate service has no identifier for the certificate ${number}`,
    next: "Try again; report it if it stays",
  },
  "issued-not-uploaded": {
    message: ({ name, notAfter, cause }, f) =>
      `The ACME server has issued a certificate that expires at ${f.time(notAfter)}, and the certificate service does not take it: ${f.messageOf(cause)}. It is kept sealed as ${name}`,
    next: "Fix the cause; the next order uploads it and asks the ACME server for no other one",
  },
  "order-records-unusable": {
    message: ({ logstore, cause }, f) =>
      `Nothing was ordered: what an ACME server issues is kept sealed in the deployment's logstore until it is in the certificate service, and that cannot be used (${logstore ?? "no logstore is set"}): ${f.messageOf(cause)}`,
    next: "Create the logstore with an index, or allow the function's role to use it",
  },
  "certificate-in-service": ({ successorId, names, isEarlier, leftovers }, f) =>
    `${successorId} for ${f.list(names)} is in the certificate service${isEarlier ? ", issued by an earlier order" : ""}${left(leftovers, f.list)}`,
};
