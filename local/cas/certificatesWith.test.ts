import { expect, test } from "vitest";
import { createTable, overlay } from "../rpc/table.ts";
import { certificatesWith } from "./certificatesWith.ts";
import { type CertificateRow, casSchema } from "./rows.ts";

const row = (CertId: number, Domains: string[], Deleted = false): CertificateRow => ({
  CertId,
  Name: `name-${CertId}`,
  Cert: "",
  Key: "",
  Domains,
  NotAfter: 0,
  Source: "upload",
  ResourceGroupId: "rg-local",
  Tags: [],
  Deleted,
});
const idsWith = (table: Parameters<typeof certificatesWith>[0], keyword?: string) =>
  certificatesWith(table, keyword).map(({ CertId }) => CertId);

function threeCertificates() {
  const table = createTable(casSchema.certificates);
  table.put(row(11, ["shop.example.com", "www.shop.example.com"]));
  table.put(row(12, ["api.example.com"]));
  table.put(row(13, ["shop.example.net"], true));
  return table;
}

test.each([
  { keyword: undefined, found: [12, 11] },
  { keyword: "", found: [12, 11] },
  { keyword: "example.com", found: [12, 11] },
  { keyword: "shop", found: [11] },
  { keyword: "cas-upload-12", found: [12] },
  { keyword: "name-12", found: [] },
  { keyword: "com\nwww", found: [] },
  { keyword: "example.net", found: [] },
])("a search for $keyword finds $found, the latest first, each once", ({ keyword, found }) => {
  expect(idsWith(threeCertificates(), keyword)).toEqual(found);
});

test("certificates of the same domains are all found, the latest first, also by their ids", () => {
  const table = threeCertificates();
  table.put(row(14, ["api.example.com"]));
  table.put(row(15, []));
  table.put(row(112, ["shop-12.example.org"]));
  expect(idsWith(table, "api.example")).toEqual([14, 12]);
  expect(idsWith(table, "cas-upload-1")).toEqual([112, 15, 14, 12, 11]);
  expect(idsWith(table, "12")).toEqual([112, 12]);
});

test("what is written after a search is found by the next one, in a view of the table, too", () => {
  const table = threeCertificates();
  const view = overlay(table, casSchema.certificates);
  expect(idsWith(view, "new")).toEqual([]);
  table.put(row(14, ["new.example.com"]));
  expect(idsWith(table, "new")).toEqual([14]);
  expect(idsWith(view, "new")).toEqual([14]);
  view.put(row(15, ["newer.example.com"]));
  expect(idsWith(view, "new")).toEqual([15, 14]);
  expect(idsWith(table, "new")).toEqual([14]);
  table.delete("14");
  expect(idsWith(table, "new")).toEqual([]);
});
