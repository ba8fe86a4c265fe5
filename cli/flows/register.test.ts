import { expect, test } from "vitest";
import { placesGiven } from "./register.ts";

test("lists read the regions that are named, and ask where albflow is deployed", () => {
  expect(placesGiven({ home: "cn-shanghai", regions: ["cn-beijing"], accounts: ["2222222222222222"] })).toEqual({
    connection: { region: "cn-shanghai" },
    places: { regions: ["cn-beijing"], accounts: ["2222222222222222"] },
  });
  expect(placesGiven({})).toEqual({ connection: {}, places: {} });
  // Who runs everything in this process has no other home than the region that is named.
  expect(placesGiven({ embedded: true, regions: ["cn-beijing"] })).toEqual({
    connection: { embedded: true, region: "cn-beijing" },
    places: { regions: ["cn-beijing"] },
  });
});
