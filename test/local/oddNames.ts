import fc from "fast-check";
import { alternative, commonName, type OddRequest } from "./oddCertificate.ts";

type Alternative = ReturnType<typeof alternative>;

const label = fc.constantFrom("a", "shop", "www", "f", "foo", "xn--bcher-kva", "my_host", "a-b", "-a", "a-", "7");
const domain = fc.constantFrom(
  "example.com",
  "example",
  "com",
  "b.example.com",
  "xn--bcher-kva.example",
  "my_zone.example.com",
);

/** A host name that a client can ask for. */
const anyHostname = fc.oneof(
  domain,
  fc.tuple(label, domain).map((parts) => parts.join(".")),
  fc.tuple(label, label, domain).map((parts) => parts.join(".")),
);

/** What may stand in a certificate as a name: mostly names, some with a star somewhere, some that are none. */
const anyName = fc.oneof(
  { weight: 4, arbitrary: anyHostname },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom("*", "*", "*", "f*", "*f", "f*o", "xn--*", "**"), anyHostname)
      .map((parts) => parts.join(".")),
  },
  { weight: 1, arbitrary: fc.tuple(anyHostname, fc.constantFrom("*", "com*")).map((parts) => parts.join(".")) },
  { weight: 2, arbitrary: anyHostname.map((name) => name.toUpperCase()) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(anyHostname, fc.constantFrom(".", "\0", "\0.evil.example", " ", ",shop.example.com", "/", ":443"))
      .map((parts) => parts.join("")),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "",
      ".",
      "*",
      "*.",
      ".example.com",
      "Example Origin Certificate",
      "CN=shop.example.com",
      "DNS:shop.example.com",
      "bücher.example",
      "192.0.2.7",
      "shop..example.com",
    ),
  },
);

const anyAlternative = fc.oneof(
  { weight: 5, arbitrary: anyName.map((name) => alternative("dns", name)) },
  { weight: 1, arbitrary: fc.constant(alternative("ip", "192.0.2.7")) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("", "urn:DNS:", "https://"), anyHostname)
      .map((parts) => alternative("uri", parts.join(""))),
  },
  { weight: 1, arbitrary: anyHostname.map((name) => alternative("email", name)) },
);

const anySubjectPart = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(anyName, fc.constantFrom(12, 19, 22)).map(([name, tag]) => commonName(name, tag)) },
  {
    weight: 1,
    arbitrary: anyHostname.map((name) => ({ type: "550403", tag: 30, value: Buffer.from(name, "utf16le").swap16() })),
  },
  { weight: 1, arbitrary: anyHostname.map((name) => ({ type: "55040a", tag: 12, value: Buffer.from(`CN=${name}`) })) },
);

/** A certificate with names of every kind, or with none. */
const anyCertificate: fc.Arbitrary<OddRequest> = fc.record({
  subject: fc.array(anySubjectPart, { maxLength: 2 }),
  alternatives: fc.oneof(fc.constant<Alternative[]>([]), fc.array(anyAlternative, { maxLength: 4 })),
});

/** A certificate and a host name, half of the time one that comes close to something in the certificate. */
export const anyQuestion = fc
  .tuple(anyCertificate, anyHostname, fc.constantFrom("foo", "f", "my_host", "xn--bcher-kva", "a.b"), fc.nat(9))
  .map(([request, hostname, label, at]) => {
    const texts = [...(request.alternatives ?? []), ...(request.subject ?? [])].map(({ value }) =>
      value.toString("latin1"),
    );
    const close = (texts[at] ?? "")
      .replaceAll("*", label)
      .toLowerCase()
      .match(/[a-z0-9_-]+(\.[a-z0-9_-]+)*/)?.[0];
    return { request, hostname: close === undefined || /(^|\.)\d+$/.test(close) ? hostname : close };
  });
