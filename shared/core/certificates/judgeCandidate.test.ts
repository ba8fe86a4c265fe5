import { rootCertificates } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  KEY_USAGE,
  type Made,
  makeOne,
  makePair,
  type Pair,
  type Spec,
  USAGE,
} from "../../../test/certificates/madeCertificate.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { type Candidate, type Held, judgeCandidate } from "./judgeCandidate.ts";
import { trustInstead } from "./publicRoots.ts";
import { readChain } from "./readChain.ts";
import { earliestEnd, trustOf } from "./trust.ts";

const NOW = Date.UTC(2026, 10, 28);
const DAY_MS = 86_400_000;
const ec = (): Pair => makePair("prime256v1");
const make = (spec: Spec) => makeOne(spec, NOW);
const authority = (subject: string, issuer?: Made, more: Partial<Spec> = {}) =>
  make({ subject, key: ec(), until: 3_650, ca: true, ...(issuer === undefined ? {} : { issuer }), ...more });

const root = authority("Public Root");
const between = authority("Public CA", root, { until: 1_800 });
const privateRoot = authority("Company Root");
const privateCa = authority("Company CA", privateRoot, { until: 1_800 });
const leaf = (issuer?: Made, more: Partial<Spec> = {}) =>
  make({
    subject: "shop.example.com",
    names: ["shop.example.com"],
    key: ec(),
    until: 90,
    ...(issuer === undefined ? {} : { issuer }),
    ...more,
  });

const held = (id: string, ...made: Made[]): Held & Pick<Candidate, "problems"> => {
  const chain = readChain(made.map(({ pem }) => pem).join(""));
  return { certificate: { id, ...(earliestEnd(chain, NOW) ?? { notAfter: 0 }) }, chain, problems: [] };
};
const judged = (candidate: Made[], inPlaceOf: Made[][] = [[leaf(between), between]], allowLessTrusted = false) =>
  judgeCandidate(held("2-cn-hangzhou", ...candidate), {
    now: NOW,
    inPlaceOf: inPlaceOf.map((chain) => held("1-cn-hangzhou", ...chain)),
    allowLessTrusted,
  });
const codes = (...of: Parameters<typeof judged>) => judged(...of).reasons.map(({ code }) => code);

let untrust = () => {};
beforeAll(() => {
  untrust = trustInstead([root.pem]);
});
afterAll(() => untrust());

describe("a candidate for a publicly trusted certificate", () => {
  test("fits when its chain leads to a publicly trusted root", () => {
    expect(judged([leaf(between), between])).toEqual({ reasons: [], remarks: [] });
  });

  test.each<[string, () => Made[], Reason]>([
    [
      "is self-signed",
      () => [leaf()],
      { code: "self-signed", params: { predecessor: "1-cn-hangzhou", isPublic: true } },
    ],
    [
      "is of a private CA",
      () => [leaf(privateCa), privateCa],
      { code: "less-trusted", params: { predecessor: "1-cn-hangzhou", root: "Company Root" } },
    ],
    [
      "is of a CA of the same name",
      () => {
        const namesake = authority("Public Root");
        const ca = authority("Public CA", namesake);
        return [leaf(ca), ca];
      },
      { code: "less-trusted", params: { predecessor: "1-cn-hangzhou", root: "Public Root" } },
    ],
  ])("is refused when it %s, unless somebody asks for it", (_, candidate, expected) => {
    expect(judged(candidate())).toEqual({ reasons: [expected], remarks: [] });
    expect(judged(candidate(), undefined, true)).toEqual({ reasons: [], remarks: [expected] });
  });

  test.each<[string, () => Made[], string[]]>([
    ["lacks its intermediate", () => [leaf(between, { claimsPublic: true })], ["intermediate-missing", "less-trusted"]],
    ["has another CA's certificate behind it", () => [leaf(between), privateCa], ["chain-broken"]],
    [
      "has its chain in the reverse order",
      () => {
        const low = authority("Low CA", between);
        return [leaf(low), between, low];
      },
      ["chain-out-of-order"],
    ],
    [
      "has an intermediate that has expired",
      () => {
        const old = authority("Old CA", root, { from: -400, until: -1 });
        return [leaf(old), old];
      },
      ["chain-expired"],
    ],
    [
      "has an intermediate that is no CA",
      () => {
        const no = leaf(root, { subject: "no CA", keyUsage: 0x84 });
        return [leaf(no), no];
      },
      ["issuer-not-ca"],
    ],
    [
      "is below a CA that allows no other below it",
      () => {
        const high = authority("High", root, { pathLength: 0 });
        const low = authority("Low", high);
        return [leaf(low), low, high];
      },
      ["chain-too-long"],
    ],
    [
      "is below a CA for e-mail only",
      () => {
        const mail = authority("Mail", root, { usages: ["2b06010505070304"] });
        return [leaf(mail), mail];
      },
      ["issuer-not-for-servers"],
    ],
    ["is for clients only", () => [leaf(between, { usages: [USAGE.client] }), between], ["not-for-servers"]],
    [
      "may not sign handshakes",
      () => [leaf(between, { keyUsage: KEY_USAGE.keyEncipherment }), between],
      ["not-for-servers"],
    ],
    ["is a CA's", () => [leaf(between, { ca: true, keyUsage: 0x86 }), between], ["is-ca"]],
    ["demands stapling", () => [leaf(between, { mustStaple: true }), between], ["must-staple"]],
    ["has an RSA key of 1,024 bits", () => [leaf(between, { key: makePair("rsa:1024") }), between], ["key-weak"]],
    [
      "has a key of a curve that clients do not know",
      () => [leaf(between, { key: makePair("secp256k1") }), between],
      ["key-unsupported"],
    ],
    ["has an SM2 key", () => [leaf(between, { key: makePair("SM2") }), between], ["key-unsupported"]],
    ["has an Ed25519 key", () => [leaf(between, { key: makePair("ed25519") }), between], ["key-unsupported"]],
    ["has a P-521 key", () => [leaf(between, { key: makePair("secp521r1") }), between], ["key-unsupported"]],
    ["is signed with SHA-1", () => [leaf(between, { digest: "sha1" }), between], ["signature-weak"]],
    [
      "has an intermediate that is signed with SHA-1",
      () => {
        const old = authority("Old CA", root, { digest: "sha1" });
        return [leaf(old), old];
      },
      ["signature-weak"],
    ],
    [
      "has an intermediate with a weak key",
      () => {
        const weak = authority("Weak CA", root, { key: makePair("rsa:1024") });
        return [leaf(weak), weak];
      },
      ["key-weak"],
    ],
    [
      "has a critical extension that nobody knows",
      () => [leaf(between, { oddCritical: true }), between],
      ["extension-unknown"],
    ],
    [
      "is for names that its CA may not issue for",
      () => {
        const bound = authority("Bound CA", root, { permitted: ["example.org"] });
        return [leaf(bound), bound];
      },
      ["name-not-permitted"],
    ],
    ["is not valid yet", () => [leaf(between, { from: 1 }), between], ["not-yet-valid"]],
    ["has expired", () => [leaf(between, { from: -90, until: -1 }), between], ["expired"]],
  ])("is refused when it %s", (_, candidate, expected) => {
    expect(codes(candidate())).toEqual(expected);
  });

  test.each<[string, () => Made[], Reason[]]>([
    [
      "its root stands at the end",
      () => [leaf(between), between, root],
      [{ code: "chain-has-more", params: { places: [3] } }],
    ],
    [
      "a block stands there twice",
      () => [leaf(between), between, between],
      [{ code: "chain-has-more", params: { places: [3] } }],
    ],
    [
      "it stands there twice itself",
      () => {
        const one = leaf(between);
        return [one, one, between];
      },
      [{ code: "chain-has-more", params: { places: [2] } }],
    ],
    [
      "its root is cross-signed by another",
      () => [
        leaf(between),
        between,
        make({ subject: "Public Root", key: root.key, ca: true, until: 20, issuer: privateRoot }),
      ],
      [{ code: "chain-has-more", params: { places: [3] } }],
    ],
    [
      "an intermediate ends first",
      () => {
        const short = authority("Short CA", root, { until: 5 });
        return [leaf(short), short];
      },
      [{ code: "chain-ends-first", params: { endsWith: "Short CA", until: "2026-12-03T00:00:00.000Z" } }],
    ],
    [
      "its CA may issue for its names",
      () => {
        const bound = authority("Bound CA", root, { permitted: ["example.com"] });
        return [leaf(bound), bound];
      },
      [],
    ],
  ])("fits when %s, and that is said", (_, candidate, expected) => {
    expect(judged(candidate())).toEqual({ reasons: [], remarks: expected });
  });

  test("is told every reason at once", () => {
    const candidate = {
      ...held("2-cn-hangzhou", leaf(undefined, { key: makePair("rsa:1024"), usages: [USAGE.client] })),
      problems: [reason("key-other")],
    };
    const { reasons } = judgeCandidate(candidate, {
      now: NOW,
      inPlaceOf: [held("1-cn-hangzhou", leaf(between), between)],
      allowLessTrusted: false,
    });
    expect(reasons.map(({ code }) => code)).toEqual(["key-other", "not-for-servers", "key-weak", "self-signed"]);
  });
});

describe("a candidate for a certificate of a private CA", () => {
  const old = () => [leaf(privateCa), privateCa];
  test("fits when its chain leads to the same root, whether that is sent or not", () => {
    const next = authority("Company CA 2", privateRoot);
    expect(codes([leaf(privateCa), privateCa], [old()])).toEqual([]);
    expect(codes([leaf(next), next], [old()])).toEqual([]);
    expect(codes([leaf(next), next, privateRoot], [old()])).toEqual([]);
    expect(codes([leaf(next), next], [[...old(), privateRoot]])).toEqual([]);
    expect(codes([leaf(privateRoot)], [[leaf(privateRoot)]])).toEqual([]);
  });

  test("fits when it is publicly trusted", () => {
    expect(codes([leaf(between), between], [old()])).toEqual([]);
  });

  test.each<[string, () => Made[], string]>([
    [
      "of another root",
      () => {
        const other = authority("Other Root");
        return [leaf(other), other];
      },
      "other-root",
    ],
    [
      "of another root of the same name",
      () => {
        const ca = authority("Company CA", authority("Company Root"));
        return [leaf(ca), ca];
      },
      "other-root",
    ],
    ["self-signed", () => [leaf()], "self-signed"],
    ["without its intermediate", () => [leaf(privateCa)], "intermediate-missing"],
    [
      "of a CA whose key is not named, so that nobody can tell",
      () => {
        const ca = authority("Company CA 3", privateRoot, { keyIds: false });
        return [leaf(ca), ca];
      },
      "root-undecided",
    ],
  ])("is refused when it is %s", (_, candidate, code) => {
    expect(codes(candidate(), [old()])).toEqual([code]);
  });

  test("is refused when one of several whose clients it gets is publicly trusted", () => {
    expect(codes([leaf(privateCa), privateCa], [old(), [leaf(between), between]])).toEqual(["less-trusted"]);
  });
});

test("a self-signed certificate may follow a self-signed one, also as openssl makes them", () => {
  expect(codes([leaf()], [[leaf()]])).toEqual([]);
  expect(codes([leaf(undefined, { ca: true, keyUsage: null, usages: null })], [[leaf()]])).toEqual([]);
});

test("a chain is usable until the first of it ends, or as long as another of the same key goes on", () => {
  const key = ec();
  const short = authority("CA", root, { key, until: 5 });
  const long = authority("CA", root, { key, until: 50 });
  const end = (...made: Made[]) => {
    const { notAfter = 0, endsWith } = earliestEnd(held("1", ...made).chain, NOW) ?? {};
    return [(notAfter - NOW) / DAY_MS, endsWith];
  };
  expect(end(leaf(short), short)).toEqual([5, "CA"]);
  expect(end(leaf(short), short, long)).toEqual([50, "CA"]);
  expect(end(leaf(between), between)).toEqual([90, undefined]);
  const cross = make({ subject: "Public Root", key: root.key, ca: true, until: 20, issuer: privateRoot });
  expect(end(leaf(between), between, cross)).toEqual([90, undefined]);
  expect(end(leaf(privateRoot, { until: 9_000 }), privateRoot)).toEqual([9_000, undefined]);
});

test("without being told otherwise, clients trust the roots that this Node was built with", () => {
  untrust();
  const isrg = rootCertificates.flatMap(readChain).filter(({ subject }) => subject === "ISRG Root X1");
  const trust = trustOf(isrg, NOW);
  untrust = trustInstead([root.pem]);
  expect(trust).toMatchObject({ kind: "public", root: { subject: "ISRG Root X1" } });
  expect(trustOf(isrg, NOW).kind).not.toBe("public");
});
