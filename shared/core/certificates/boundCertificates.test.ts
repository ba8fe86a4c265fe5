import { expect, test } from "vitest";
import type { AlbClient } from "../../platform/clients/alb.ts";
import { boundCertificates } from "./boundCertificates.ts";

/** An ALB that lists these, two a page, and remembers what it was asked. */
function albWith(rows: object[]): { alb: AlbClient; asked: object[] } {
  const asked: object[] = [];
  const call = async (_action: string, parameters: { NextToken?: string }) => {
    asked.push(parameters);
    const from = Number(parameters.NextToken ?? 0);
    const more = from + 2 < rows.length;
    return { Certificates: rows.slice(from, from + 2), ...(more && { NextToken: String(from + 2) }) };
  };
  return { alb: { call } as unknown as AlbClient, asked };
}

test("a certificate that has left a listener and is still listed is none of its certificates", async () => {
  const { alb } = albWith([
    { CertificateId: "1-cn-hangzhou", CertificateType: "Server", IsDefault: true, Status: "Associated" },
    { CertificateId: "2-cn-hangzhou", CertificateType: "Server", IsDefault: false, Status: "Dissociated" },
    { CertificateId: "3-cn-hangzhou", CertificateType: "Server", IsDefault: false, Status: "Diassociated" },
    { CertificateId: "4-cn-hangzhou", CertificateType: "Server", IsDefault: false, Status: "Diassociating" },
    { CertificateId: "ca", CertificateType: "Ca", IsDefault: true, Status: "Associated" },
  ]);
  expect(await boundCertificates(alb, "lsn-1")).toEqual([
    { id: "1-cn-hangzhou", isDefault: true, isCa: false, status: "Associated" },
    { id: "4-cn-hangzhou", isDefault: false, isCa: false, status: "Diassociating" },
    { id: "ca", isDefault: true, isCa: true, status: "Associated" },
  ]);
});

test("only server certificates are asked for where no others are wanted, and every call is made when it may be", async () => {
  const { alb, asked } = albWith([{}, {}, {}].map((_, index) => ({ CertificateId: `${index}-cn-hangzhou` })));
  let paced = 0;
  const pace = <Answer>(call: () => Promise<Answer>) => {
    paced += 1;
    return call();
  };
  expect(await boundCertificates(alb, "lsn-1", { type: "Server", pace })).toHaveLength(3);
  expect(asked).toMatchObject([{ CertificateType: "Server" }, { CertificateType: "Server" }]);
  expect(paced).toBe(2);
});
