import { expect, test } from "vitest";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { said } from "../../test/support/said.ts";
import { resourceLines } from "./resources.ts";

const listed = { isUsed: false, unfit: [] };

test("server groups are told in lines, with health where it was asked for, and why one does not fit", () => {
  const group = { ...listed, protocol: "HTTP", serverGroupType: "Ip", vpcId: "vpc-1", loadBalancerIds: ["alb-1"] };
  const why = [reason("group-without-servers")];
  const groups = [
    { ...group, id: "sgp-1", name: "blue", servers: 1, health: { down: 0 }, isUsed: true },
    { ...group, id: "sgp-2", name: "green", servers: 2, health: null },
    { ...group, id: "sgp-3", name: "empty", servers: 0, unfit: why },
  ];
  expect(resourceLines("serverGroups", groups)).toEqual([
    "id     name   protocol  servers                      VPC    note",
    "sgp-1  blue   HTTP      1 server, 0 down             vpc-1  in use now",
    "sgp-2  green  HTTP      2 servers, health not known  vpc-1",
    `sgp-3  empty  HTTP      0 servers                    vpc-1  ✗ ${said(reason("group-without-servers"))}`,
  ]);
  expect(resourceLines("serverGroups", groups.slice(1, 2), true)).toEqual([
    "id     name   protocol  servers                      VPC    kind  instances",
    "sgp-2  green  HTTP      2 servers, health not known  vpc-1  Ip    alb-1",
  ]);
});

test("certificates are told with names, days and, where it was asked for, the listeners that hold them", () => {
  const certificate = { ...listed, issuer: "CA", algorithm: "RSA", startDate: "2026-01-01", endDate: "2027-01-01" };
  const certificates = [
    { ...certificate, id: "1-cn-hangzhou", name: "shop", names: ["a.com", "b.com"], daysLeft: 33, boundTo: ["lsn-1"] },
  ];
  expect(resourceLines("storedCertificates", certificates)).toEqual([
    "id             name  names        ends in  algorithm  listeners",
    "1-cn-hangzhou  shop  a.com,b.com  33 d     RSA        lsn-1",
  ]);
  expect(resourceLines("storedCertificates", certificates, true)).toEqual([
    "id             name  names        ends in  algorithm  listeners  issuer  valid from  until",
    "1-cn-hangzhou  shop  a.com,b.com  33 d     RSA        lsn-1      CA      2026-01-01  2027-01-01",
  ]);
});

test("what else can be listed has columns of its own, and more when it is to be wide", () => {
  const ca = { ...listed, id: "ca-1", name: "partners", notAfter: Date.UTC(2027, 0, 1), daysLeft: 33 };
  expect(resourceLines("caCertificates", [ca], true)).toEqual([
    "id    name      ends in  until",
    "ca-1  partners  33 d     2027-01-01",
  ]);
  const policy = {
    ...listed,
    id: "spy-1",
    name: "strict",
    isSystem: false,
    versions: ["TLSv1.3"],
    ciphers: ["A", "B"],
  };
  expect(resourceLines("tlsPolicies", [policy])).toEqual([
    "id     name    versions  ciphers",
    "spy-1  strict  TLSv1.3   2 ciphers",
  ]);
  expect(resourceLines("tlsPolicies", [policy], true)).toEqual([
    "id     name    versions  ciphers    kind    ciphers",
    "spy-1  strict  TLSv1.3   2 ciphers  custom  A,B",
  ]);
  const vpc = { ...listed, id: "vpc-1", name: "vpc-1", loadBalancers: [{ id: "alb-1", name: "shop" }] };
  expect(resourceLines("vpcs", [vpc], true)).toEqual(["id     instances  names", "vpc-1  alb-1      shop"]);
  const project = { ...listed, id: "albflow-reports", name: "albflow-reports" };
  expect(resourceLines("logProjects", [project])).toEqual(["id", "albflow-reports"]);
});

test("an empty list says so", () => expect(resourceLines("vpcs", [])).toEqual(["There is none."]));
