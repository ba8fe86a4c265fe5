import { expect, test } from "vitest";
import type { CasClient } from "../../platform/clients/cas.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { uploadCopy } from "../resources/certificateCopy.ts";
import { findByName } from "./findByName.ts";

interface Row {
  Name: string;
  CertificateId: number;
  expired?: true;
}

/** A certificate service that lists as the real one is documented to: Keyword finds no names, and expired ones need Status. */
function casWith(rows: Row[], upload: (name: string) => object = () => ({ CertId: 99 })) {
  const calls: string[] = [];
  const call = async (action: string, parameters: Record<string, unknown>) => {
    calls.push(action);
    if (action === "UploadUserCertificate") return upload(String(parameters.Name));
    if (action === "GetUserCertificateDetail") return { Cert: "certificate", Key: "key" };
    const {
      CurrentPage = 1,
      ShowSize = 50,
      Keyword,
      Status,
    } = parameters as { CurrentPage?: number; ShowSize?: number } & Record<string, unknown>;
    const found = Keyword === undefined ? rows.filter((row) => (row.expired === true) === (Status === "EXPIRED")) : [];
    const from = (CurrentPage - 1) * ShowSize;
    return {
      CertificateOrderList: found.slice(from, from + ShowSize),
      TotalCount: found.length,
      CurrentPage,
      ShowSize,
    };
  };
  return { cas: { call } as unknown as CasClient, calls };
}

const many = Array.from({ length: 120 }, (_, index) => ({ Name: `c${index}`, CertificateId: index }));

test("a certificate is found by its name on any page of the list", async () => {
  const { cas } = casWith(many);
  expect(await findByName(cas, "c0")).toEqual({ certificateId: 0, expired: false });
  expect(await findByName(cas, "c119")).toEqual({ certificateId: 119, expired: false });
  expect(await findByName(cas, "c12")).toEqual({ certificateId: 12, expired: false });
  expect(await findByName(cas, "none")).toBeUndefined();
});

test("a name that an expired certificate has is found as such", async () => {
  const { cas } = casWith([...many, { Name: "old", CertificateId: 500, expired: true }]);
  expect(await findByName(cas, "old")).toEqual({ certificateId: 500, expired: true });
});

const COPY = { Name: "albflow-copy-of-7-cn-hangzhou", CertificateId: 8 };

test("a copy that is there already is not uploaded again, and no key is read for it", async () => {
  const { cas, calls } = casWith([COPY]);
  expect(await uploadCopy(cas, "7-cn-hangzhou")).toEqual({});
  expect(calls).toEqual(["ListUserCertificateOrder"]);
});

test("an upload whose answer was lost passes when it is repeated, whatever code a taken name has", async () => {
  const rows: Row[] = [];
  const { cas } = casWith(rows, () => {
    rows.push(COPY);
    throw new AlbflowError("Failed", reason("text", { text: "it is taken" }), { code: "Nobody.Knows.This.Code" });
  });
  expect(await uploadCopy(cas, "7-cn-hangzhou")).toEqual({});
});

test("an upload that is refused and left nothing is refused", async () => {
  const { cas } = casWith([], () => {
    throw new AlbflowError("Refused", reason("text", { text: "there is no space" }), { code: "CertQuotaCheckFailed" });
  });
  await expect(uploadCopy(cas, "7-cn-hangzhou")).rejects.toMatchObject({ code: "CertQuotaCheckFailed" });
});
