import { expect, test } from "vitest";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { resourceLines } from "./resources.ts";

const listed = { isUsed: false, unfit: [] };

test("server groups are told in lines, with health where it was asked for, and why one does not fit", () => {
  const group = { ...listed, protocol: "HTTP", serverGroupType: "Ip", vpcId: "vpc-1", loadBalancerIds: [] };
  const why = [reason("group-without-servers")];
  expect(
    resourceLines([
      { ...group, id: "sgp-1", name: "blue", servers: 1, health: { down: 0 }, isUsed: true },
      { ...group, id: "sgp-2", name: "green", servers: 2, health: null },
      { ...group, id: "sgp-3", name: "empty", servers: 0, unfit: why },
    ]),
  ).toEqual([
    "sgp-1  blue   HTTP  1 server, 0 down             vpc-1  in use now",
    "sgp-2  green  HTTP  2 servers, health not known  vpc-1",
    "sgp-3  empty  HTTP  0 servers                    vpc-1  ✗ it has no servers, so every request would fail",
  ]);
});

test("certificates are told with names, days and, where it was asked for, the listeners that hold them", () => {
  const certificate = { ...listed, issuer: "CA", algorithm: "RSA", startDate: "2026-01-01", endDate: "2027-01-01" };
  const [line] = resourceLines([
    { ...certificate, id: "1-cn-hangzhou", name: "shop", names: ["a.com", "b.com"], daysLeft: 33, boundTo: ["lsn-1"] },
  ]);
  expect(line).toBe("1-cn-hangzhou  shop  a.com,b.com  33 d  RSA  lsn-1");
});

test("an empty list says so", () => expect(resourceLines([])).toEqual(["There is none."]));
