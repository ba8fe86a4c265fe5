import { afterAll, beforeAll, expect, test } from "vitest";
import { clientsOf } from "../../../test/certificates/askProduct.ts";
import { makeAuthorities, type Stored } from "../../../test/certificates/cases.ts";
import type { Made, Spec } from "../../../test/certificates/madeCertificate.ts";
import { trustInstead } from "../../core/certificates/publicRoots.ts";
import { readBoundHeld } from "../../core/certificates/readHeld.ts";
import { systemClock } from "../../platform/clock.ts";
import type { Reason } from "../../platform/reasons/reason.ts";
import { successorFinder } from "./findSuccessor.ts";

const authorities = makeAuthorities(systemClock.now());
const { publicCa, publicRoot, privateCa, privateRoot, keys, make } = authorities;
const ec = keys.prime256v1 as Spec["key"];
const rsa = keys["rsa:2048"] as Spec["key"];
let untrust = () => {};
beforeAll(() => {
  untrust = trustInstead([publicRoot.pem]);
});
afterAll(() => untrust());

const leaf = (issuer: Made | undefined, until: number, more: Partial<Spec> = {}) =>
  make({
    subject: "shop.example.com",
    names: ["shop.example.com"],
    key: ec,
    until,
    ...(issuer === undefined ? {} : { issuer }),
    ...more,
  });
const ofPublic = (until: number, more: Partial<Spec> = {}): Stored => ({
  chain: [leaf(publicCa, until, more), publicCa],
});
const ofPrivate = (until: number): Stored => ({ chain: [leaf(privateCa, until), privateCa] });

/** The certificate that is served has the number 1, those that may follow it 2, 3, … */
async function found(served: Stored, ...others: Stored[]) {
  const clients = clientsOf([served, ...others], "spy-usual");
  const { certificate } = await readBoundHeld(clients.cas, "1-cn-hangzhou");
  return successorFinder(clients, systemClock.now())(certificate);
}

test("the certificate of the same CA follows, not a self-signed one that lasts for ten years", async () => {
  expect(await found(ofPrivate(7), { chain: [leaf(undefined, 3_650)] }, ofPrivate(89))).toMatchObject({
    id: "3-cn-hangzhou",
    others: [],
    notTaken: [{ id: "2-cn-hangzhou", reasons: [{ code: "self-signed" }] }],
  });
});

test("those of the same issuer come first, then those of the same root, and of each what expires later", async () => {
  const sibling = make({ subject: "Public CA 2", key: ec, ca: true, until: 900, issuer: publicRoot });
  const ofSibling = { chain: [leaf(sibling, 200), sibling] };
  expect(await found(ofPublic(7), ofSibling, ofPublic(60), ofPublic(80))).toMatchObject({
    id: "4-cn-hangzhou",
    others: ["3-cn-hangzhou", "2-cn-hangzhou"],
  });
  const company = { chain: [leaf(publicCa, 300), publicCa] };
  expect(await found(ofPrivate(7), company, ofPrivate(30))).toMatchObject({
    id: "3-cn-hangzhou",
    others: ["2-cn-hangzhou"],
  });
});

test("it is said of each why it does not follow, of three in the sentence", async () => {
  const { none, notTaken } = (await found(
    ofPublic(7),
    { chain: [leaf(undefined, 3_650)] },
    ofPublic(80, { key: rsa }),
    ofPublic(80, { mustStaple: true }),
    { chain: [leaf(publicCa, 80)] },
    ofPublic(3),
  )) as { none: Reason; notTaken: { id: string; reasons: Reason[] }[] };
  expect(none).toEqual({
    code: "no-successor",
    params: {
      names: ["shop.example.com"],
      notTaken: [
        {
          id: "2-cn-hangzhou",
          reasons: [{ code: "self-signed", params: { predecessor: "1-cn-hangzhou", isPublic: true } }],
        },
        {
          id: "3-cn-hangzhou",
          reasons: [
            {
              code: "other-key",
              params: { key: "RSA 2048", before: "P-256", lost: { isEverything: true, versions: [], ciphers: [] } },
            },
          ],
        },
        { id: "4-cn-hangzhou", reasons: [{ code: "must-staple", params: {} }] },
      ],
      more: 1,
    },
  });
  expect(notTaken.map(({ id, reasons }) => [id, reasons.map(({ code }) => code)])).toEqual([
    ["2-cn-hangzhou", ["self-signed"]],
    ["3-cn-hangzhou", ["other-key"]],
    ["4-cn-hangzhou", ["must-staple"]],
    ["5-cn-hangzhou", ["less-trusted"]],
    ["6-cn-hangzhou", ["not-later"]],
  ]);
});

test("what the certificate service holds and nobody can read costs itself", async () => {
  const cut = { ...ofPublic(90), pem: `${leaf(publicCa, 90).pem}${publicCa.pem.slice(0, -40)}` };
  expect(await found(ofPublic(7), cut, ofPublic(80))).toMatchObject({
    id: "3-cn-hangzhou",
    notTaken: [{ id: "2-cn-hangzhou", reasons: [{ code: "chain-unreadable" }] }],
  });
});

test("a certificate whose intermediate ends first is followed by one that ends before it, but after that", async () => {
  const short = make({ subject: "Short CA", key: ec, ca: true, until: 5, issuer: publicRoot });
  expect(await found({ chain: [leaf(short, 300), short] }, ofPublic(90))).toMatchObject({ id: "2-cn-hangzhou" });
  expect(await found(ofPublic(7), { chain: [leaf(short, 300), short] })).toMatchObject({
    notTaken: [{ id: "2-cn-hangzhou", reasons: [{ code: "not-later" }] }],
  });
});

test("under a policy of TLS 1.3 only, another kind of key turns nobody away", async () => {
  const clients = clientsOf([ofPublic(7), ofPublic(80, { key: rsa })], "spy-1-3");
  const { certificate } = await readBoundHeld(clients.cas, "1-cn-hangzhou");
  const policy = { id: "spy-1-3", versions: ["TLSv1.3"], ciphers: ["TLS_AES_128_GCM_SHA256"] };
  expect(await successorFinder(clients, systemClock.now())(certificate, policy)).toMatchObject({ id: "2-cn-hangzhou" });
});

test("a private root is known by its key, not by its name", async () => {
  const namesake = make({ subject: privateRoot.spec.subject, key: ec, ca: true, until: 900 });
  expect(await found(ofPrivate(7), { chain: [leaf(namesake, 80)] })).toMatchObject({
    notTaken: [{ id: "2-cn-hangzhou", reasons: [{ code: "other-root" }] }],
  });
});
