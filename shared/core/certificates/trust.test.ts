import { X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { type MadeCertificate, makeCertificate } from "../../../local/certificates/makeCertificate.ts";
import { readLink } from "./readChain.ts";
import { earliestEnd } from "./trust.ts";

const DAY = 86_400_000;
const start = Date.UTC(2027, 0, 1);
const on = (day: number) => new Date(start + day * DAY);
const made = (commonName: string, day: number, issuer?: MadeCertificate, ca = true) =>
  makeCertificate({
    names: [commonName],
    commonName,
    ca,
    notBefore: on(-100),
    notAfter: on(day),
    ...(issuer === undefined ? {} : { issuer }),
  });
const own = ({ certificatePem }: MadeCertificate) => readLink(new X509Certificate(certificatePem));
const endOf = (...chain: MadeCertificate[]) => {
  const { notAfter = 0, endsWith } = earliestEnd(chain.map(own), start) ?? {};
  return [(notAfter - start) / DAY, endsWith];
};

const root = await made("root", 3_650);
const short = await made("short intermediate", 1, root);
const long = await made("long intermediate", 1_000, root);

test("a certificate alone ends when it ends", async () => {
  expect(endOf(await made("shop.example.com", 300, root, false))).toEqual([300, undefined]);
});

test("a certificate ends with the intermediate that ends before it", async () => {
  const leaf = await made("shop.example.com", 300, short, false);
  expect(endOf(leaf, short)).toEqual([1, "short intermediate"]);
  expect(endOf(await made("shop.example.com", 300, long, false), long)).toEqual([300, undefined]);
});

test("a certificate ends with the intermediate of its intermediate", async () => {
  const second = await made("second intermediate", 2_000, short);
  const leaf = await made("shop.example.com", 300, second, false);
  expect(endOf(leaf, second, short)).toEqual([1, "short intermediate"]);
});

test("a root that came along, has ended, and is no link between others does not count", async () => {
  const ended = await made("root", -5);
  const intermediate = await made("long intermediate", 1_000, ended);
  const leaf = await made("shop.example.com", 300, intermediate, false);
  expect(endOf(leaf, intermediate, ended)).toEqual([300, undefined]);
});

test("of two intermediates of one name, the one whose key has signed counts; one that issued nothing here does not", async () => {
  const namesake = await made("short intermediate", 800, root);
  const leaf = await made("shop.example.com", 300, short, false);
  expect(endOf(leaf, short, namesake)).toEqual([1, "short intermediate"]);
  expect(endOf(leaf, namesake, short, short)).toEqual([1, "short intermediate"]);
  expect(endOf(await made("shop.example.com", 300, long, false), long, short)).toEqual([300, undefined]);
});

test("leap days count as days: one from 2028-02-01 of 30 days ends on 2028-03-02", async () => {
  const leaf = await makeCertificate({
    names: ["shop.example.com"],
    notBefore: new Date(Date.UTC(2028, 1, 1)),
    notAfter: new Date(Date.UTC(2028, 1, 1) + 30 * DAY),
  });
  expect(new Date(earliestEnd([own(leaf)], start)?.notAfter ?? 0).toISOString()).toBe("2028-03-02T00:00:00.000Z");
});
