import { expect, test } from "vitest";
import { endpointsOf } from "../../local/endpoints.ts";
import { portsFrom } from "../../local/portBlock.ts";
import { endpointLines } from "./welcome.ts";

test("every service of the local cloud is listed with its endpoint, DNS and its name server included", () => {
  const lines = endpointLines({
    services: endpointsOf(portsFrom(7700), 0),
    region: "cn-hangzhou",
    accountId: "1234567890123456",
    time: { kind: "system", now: 0 },
    listeners: [],
    backends: [],
  });
  const addresses = [7701, 7702, 7703, 7704, 7705, 7706, 7707, 7708].map((port) => [port, lines.includes(`:${port}`)]);
  expect(addresses.filter(([, isListed]) => isListed === false)).toEqual([]);
});
