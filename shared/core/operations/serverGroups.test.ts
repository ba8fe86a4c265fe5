import { expect, test } from "vitest";
import { coded } from "../../../test/support/coded.ts";
import { serverGroupInput, unfitServers } from "./serverGroups.ts";

type Given = { ServerType: string; ServerId: string; ServerIp?: string; Port?: number };

const problemsOf = (serverGroupType: string, ...servers: Given[]) =>
  unfitServers(
    serverGroupInput.parse({
      serverGroupName: "web",
      vpcId: "vpc-1",
      serverGroupType,
      servers: servers.map((server) => ({ Port: 80, ...server })),
    }),
  );
const unfit = (groupType: string, serverId: string, problem: string) =>
  coded("server-unfit", { serverId, problem, groupType });
const ip = (ServerId: string, ServerIp?: string) => ({
  ServerType: "Ip",
  ServerId,
  ...(ServerIp === undefined ? {} : { ServerIp }),
});

test("addresses of both families, with and without ServerIp, and one address on two ports can be added", () => {
  const servers = [ip("10.0.0.7"), ip("10.0.0.8", "10.0.0.8"), ip("2001:db8::1"), { ...ip("10.0.0.7"), Port: 81 }];
  expect(problemsOf("Ip", ...servers)).toEqual([]);
  expect(problemsOf("Instance", { ServerType: "Ecs", ServerId: "i-1" })).toEqual([]);
  expect(problemsOf("Instance", { ServerType: "Eni", ServerId: "eni-1", ServerIp: "10.0.0.9" })).toEqual([]);
  expect(unfitServers(undefined)).toEqual([]);
});

test.each<[what: string, groupType: string, servers: Given[], problem: string]>([
  ["a name", "Ip", [ip("web", "web")], "address"],
  ["an address with a number above 255", "Ip", [ip("300.1.1.1")], "address"],
  ["another address than its id", "Ip", [ip("10.0.0.7", "10.0.0.8")], "address"],
  [
    "an interface whose address is a name",
    "Instance",
    [{ ServerType: "Eni", ServerId: "eni-1", ServerIp: "web" }],
    "address",
  ],
  ["an instance in a group of addresses", "Ip", [{ ServerType: "Ecs", ServerId: "i-1" }], "type"],
  ["an address in a group of instances", "Instance", [ip("10.0.0.7")], "type"],
  ["a server that is there already", "Ip", [ip("10.0.0.7"), ip("10.0.0.7", "10.0.0.7")], "twice"],
])("%s is refused before a group is made", (_, groupType, servers, problem) => {
  expect(problemsOf(groupType, ...servers)).toEqual([unfit(groupType, servers.at(-1)?.ServerId ?? "", problem)]);
});
