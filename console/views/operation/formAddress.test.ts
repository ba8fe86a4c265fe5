import { expect, test } from "vitest";
import { formAddress } from "./formAddress.ts";

test("the form is filled with what was given, lists and what lies deeper included, but for the old plan and its requester", () => {
  const input = {
    listenerId: "lsn-1",
    certificateIds: ["1-cn", "2-cn"],
    verification: { path: "/a b" },
    plan: "5f",
    requestedBy: "olga",
  };
  expect(formAddress("addCertificates", input)).toBe(
    "/console/operations/addCertificates?listenerId=lsn-1&certificateIds=1-cn&certificateIds=2-cn&verification.path=%2Fa+b",
  );
});
