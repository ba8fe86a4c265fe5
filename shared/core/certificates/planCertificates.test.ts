import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type SimulatedCloud, startSimulatedCloud } from "../../../test/support/simulatedCloud.ts";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

test("the plan of a rotation tells names, issuer, key, dates and serial of both certificates, and its undo too", async () => {
  const { listenerId, expiring, successor } = cloud.seed;
  const input = { listenerId, certificateId: expiring.id, successorId: successor.id };
  const reportedOf = ({ notAfter, serial }: typeof expiring) => ({
    names: ["shop.example.com", "www.shop.example.com"],
    more: 0,
    issuer: expect.stringMatching(/./),
    key: expect.stringMatching(/^(RSA 2048|ECDSA P-256)$/),
    from: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    until: notAfter.toISOString().slice(0, 10),
    serial: serial.replace(/^0+/, ""),
  });
  const both = { [expiring.id]: reportedOf(expiring), [successor.id]: reportedOf(successor) };
  const done = await cloud.run("rotateCertificate", input, "done");
  expect(done.verdict?.plan?.certificates).toEqual(both);
  const back = await cloud.run("rotateCertificate", { undo: "done" }, "back");
  expect(back.verdict?.plan?.certificates).toEqual(both);
});

test("the plan of an addition tells what is added alone, on a listener that holds others", async () => {
  const input = { listenerId: cloud.seed.listenerId, certificateIds: ["25113407-cn-hangzhou"] };
  const { verdict } = await cloud.run("addCertificates", input, "add");
  expect(Object.keys(verdict?.plan?.certificates ?? {})).toEqual(["25113407-cn-hangzhou"]);
  expect(verdict?.plan?.changes).toEqual([
    { field: "AdditionalCertificates", before: [], after: ["25113407-cn-hangzhou"] },
  ]);
});
