import { expect, test } from "vitest";
import { approvalLines } from "./approvals.ts";

const waiting = {
  execution: "cli-1",
  operation: "stopListener",
  account: "1234567890123456",
  region: "cn-hangzhou",
  environment: "",
  listenerId: "lsn-1",
  listenerName: "shop",
  listens: "HTTPS:443",
  loadBalancerId: "alb-1",
  why: "the shop moves",
  ticket: "OPS-7",
  requestedBy: "olga",
  approvedBy: [],
  until: "2026-11-29T18:30:00.000Z",
};

test("what waits for approval is listed with who asks, why and until when, and with how it is answered", () => {
  expect(approvalLines([waiting])).toEqual([
    "execution  operation     listener  asked by  why             until (UTC)",
    "cli-1      stopListener  lsn-1     olga      the shop moves  2026-11-29 18:30",
    "",
    "`albflow approve <execution>` agrees, with --deny it denies",
  ]);
});

test("a wide list of what waits also has name, port, instance, account, region and ticket, and who has agreed already", () => {
  const [head = "", row = ""] = approvalLines([{ ...waiting, approvedBy: ["ada"] }], true);
  expect(head.split(/ {2,}/).slice(5)).toEqual([
    "agreed",
    "until (UTC)",
    "name",
    "port",
    "instance",
    "account",
    "region",
    "ticket",
  ]);
  expect(row).toMatch(/ada +2026-11-29 18:30 +shop +HTTPS:443 +alb-1 +1234567890123456 +cn-hangzhou +OPS-7$/);
});

test("where nothing waits, that is what is said", () =>
  expect(approvalLines([])).toEqual(["No execution waits for approval."]));
