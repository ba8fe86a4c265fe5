import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coded } from "../../../test/support/coded.ts";
import { sampledRuns } from "../../../test/support/sampled.ts";
import { secretFor } from "../../platform/secretFor.ts";
import { approvalLink, openApprovalLink } from "./approvalLink.ts";
import { judgeVotes } from "./judgeVotes.ts";
import { type Proposal, readVote, signVote, type Vote } from "./votes.ts";

const environment = { ALBFLOW_SECRET: "a secret of a deployment, long enough" };
const key = secretFor(environment, "votes");
const NOW = Date.UTC(2026, 10, 22);
const proposal: Proposal = {
  execution: "stop-1",
  firstRound: 1,
  planHash: "f00d",
  requester: "alice",
  isRequesterKnown: true,
  expiresAt: NOW + 1_000,
};
const vote = (more: Partial<Vote> = {}): Vote => ({
  execution: "stop-1",
  round: 1,
  planHash: "f00d",
  approver: "bob",
  decision: "agree",
  reason: "",
  at: NOW,
  ...more,
});
const judge = (votes: string[], { needed = 1, now = NOW, of = proposal } = {}) =>
  judgeVotes(of, votes, { needed, now, key });
const signed = (more: Partial<Vote> = {}) => signVote(key, vote(more));

describe("a proposal", () => {
  test("is agreed when as many as are needed have agreed", () => {
    expect(judge([signed()])).toEqual({
      state: "agreed",
      reason: { code: "approved", params: { approvers: ["bob"] } },
      agreed: ["bob"],
      refused: [],
    });
    expect(judge([signed(), signed({ approver: "carol", round: 2 })], { needed: 2 }).state).toBe("agreed");
  });

  test("waits until then, and says for how many", () => {
    expect(judge([]).reason).toEqual({
      code: "approvals-missing",
      params: { missing: 1, needed: 1, isRequesterKnown: true },
    });
    expect(judge([signed()], { needed: 3 })).toMatchObject({
      state: "waiting",
      reason: { code: "approvals-missing", params: { missing: 2, needed: 3, isRequesterKnown: true } },
    });
  });

  test("needs one more when nobody knows who asked, so that enough others are left if one of them did", () => {
    const of = { ...proposal, isRequesterKnown: false };
    expect(judge([signed()], { of })).toMatchObject({
      state: "waiting",
      reason: { code: "approvals-missing", params: { missing: 1, needed: 2, isRequesterKnown: false } },
    });
    expect(judge([signed(), signed({ approver: "carol", round: 2 })], { of }).state).toBe("agreed");
    // Whoever an unsigned input names is not believed, and not counted either.
    expect(judge([signed({ approver: "alice" })], { of }).refused).toEqual([
      { code: "vote-of-requester", params: { approver: "alice", round: 1 } },
    ]);
  });

  test("is denied by one denial, with its reason, whoever agreed before", () => {
    const denial = signed({ approver: "carol", round: 2, decision: "deny", reason: "Not during the sale." });
    expect(judge([signed(), denial], { needed: 3 })).toMatchObject({
      state: "denied",
      reason: { code: "approval-denied", params: { approver: "carol", comment: "Not during the sale." } },
      agreed: ["bob"],
    });
  });

  test("is withdrawn by the requester's own denial", () => {
    expect(judge([signed({ approver: "alice", decision: "deny", reason: "A mistake." })]).state).toBe("denied");
  });

  test("expires when too few have agreed in time", () => {
    expect(judge([signed()], { needed: 2, now: NOW + 1_000 })).toMatchObject({
      state: "expired",
      reason: {
        code: "approval-expired",
        params: { agreed: 1, needed: 2, until: Date.parse("2026-11-22T00:00:01Z") },
      },
    });
  });

  test("stays agreed when the votes came in time and somebody looks later", () => {
    expect(judge([signed()], { now: NOW + 10 ** 9 }).state).toBe("agreed");
  });

  test("that was asked again with a new plan begins to count anew, at its round", () => {
    const again = { ...proposal, planHash: "beef", firstRound: 2 };
    expect(judge([signed({ planHash: "beef", round: 2 })], { of: again }).state).toBe("agreed");
    expect(judge([signed()], { of: again }).state).toBe("waiting");
  });
});

describe("refused are", () => {
  const altered = () => {
    const [body = "", mac = ""] = signed({ approver: "alice" }).split(".");
    const data = JSON.parse(Buffer.from(body, "base64url").toString()) as Vote;
    return `${Buffer.from(JSON.stringify({ ...data, approver: "mallory" })).toString("base64url")}.${mac}`;
  };

  test.each<[string, () => string[], object]>([
    [
      "the requester's own agreement",
      () => [signed({ approver: "alice" })],
      { code: "vote-of-requester", params: { approver: "alice", round: 1 } },
    ],
    [
      "the requester's agreement under a name that looks the same",
      () => [signed({ approver: " ＡLICE" })],
      { code: "vote-of-requester", params: { approver: " ＡLICE", round: 1 } },
    ],
    [
      "a vote that was made without the key",
      () => [signVote(Buffer.alloc(32), vote())],
      { code: "vote-not-signed", params: { round: 1 } },
    ],
    ["a vote that was altered", () => [altered()], { code: "vote-not-signed", params: { round: 1 } }],
    ["what is no vote", () => ["x", "", "a.b.c"], { code: "vote-not-signed", params: { round: 1 } }],
    [
      "a link in place of a vote",
      () => [
        approvalLink(
          "",
          { operation: "stopListener", execution: "stop-1", round: 1, planHash: "f00d", expiresAt: NOW + 1 },
          key,
        ).slice(11),
      ],
      { code: "vote-not-signed", params: { round: 1 } },
    ],
    [
      "a vote for another plan",
      () => [signed({ planHash: "beef" })],
      { code: "vote-other-plan", params: { approver: "bob", round: 1 } },
    ],
    [
      "a vote that was stolen from another execution",
      () => [signed({ execution: "stop-2" })],
      { code: "vote-other-execution", params: { approver: "bob", round: 1, execution: "stop-2" } },
    ],
    [
      "a vote that came too late",
      () => [signed({ at: NOW + 1_000 })],
      { code: "vote-too-late", params: { approver: "bob", round: 1 } },
    ],
    [
      "a vote of a later round",
      () => [signed({ round: 2 })],
      { code: "vote-repeated", params: { approver: "bob", round: 1, given: 2 } },
    ],
  ])("%s", (_what, votes, why) => {
    const tally = judge(votes());
    expect(tally.state).toBe("waiting");
    expect(tally.agreed).toEqual([]);
    expect(tally.refused[0]).toEqual(why);
  });

  test("a vote that is replayed in the next round", () => {
    const tally = judge([signed(), signed()], { needed: 2 });
    expect(tally).toMatchObject({ state: "waiting", agreed: ["bob"] });
    expect(tally.refused).toEqual([{ code: "vote-repeated", params: { approver: "bob", round: 2, given: 1 } }]);
  });

  test("a second vote of the same person", () => {
    const tally = judge([signed(), signed({ round: 2, approver: "Bob" })], { needed: 2 });
    expect(tally).toMatchObject({ state: "waiting", agreed: ["bob"] });
    expect(tally.refused).toEqual([{ code: "vote-of-same-person", params: { approver: "Bob", round: 2 } }]);
  });
});

test("whatever votes come, agreement takes as many different people as are needed, none of them the requester", () => {
  const people = fc.constantFrom("alice", "Alice", "bob", "carol", "dave");
  const anyVote = fc.record({
    approver: people,
    execution: fc.constantFrom("stop-1", "stop-1", "stop-2"),
    planHash: fc.constantFrom("f00d", "f00d", "beef"),
    round: fc.integer({ min: 1, max: 4 }),
    at: fc.constantFrom(NOW, NOW, NOW + 5_000),
    forged: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(anyVote, { maxLength: 6 }), fc.integer({ min: 1, max: 3 }), (all, needed) => {
      const votes = all.map(({ forged, ...one }) => signVote(forged ? Buffer.alloc(32) : key, vote(one)));
      const { state, agreed } = judge(votes, { needed });
      const honest = new Set(
        all
          .filter((one, index) => !one.forged && one.round === index + 1)
          .filter((one) => one.execution === "stop-1" && one.planHash === "f00d" && one.at === NOW)
          .map(({ approver }) => approver.toLowerCase())
          .filter((name) => name !== "alice"),
      );
      expect(new Set(agreed)).toEqual(honest);
      expect(state).toBe(honest.size >= needed ? "agreed" : "waiting");
    }),
    { numRuns: sampledRuns(2_000) },
  );
});

test("a signed vote is read as it was given", () => {
  expect(readVote(key, signed({ reason: "käse 🧀" }))).toEqual(vote({ reason: "käse 🧀" }));
});

describe("a link", () => {
  const linkKey = secretFor(environment, "approval links");
  const pointer = {
    operation: "stopListener",
    execution: "stop-1",
    round: 1,
    planHash: "f00d",
    expiresAt: NOW + 1_000,
  };
  const current = { execution: "stop-1", round: 1, planHash: "f00d", requester: "alice", expiresAt: NOW + 1_000 };
  const link = approvalLink("https://albflow.example.com/", pointer, linkKey);
  const token = link.split("/").at(-1) ?? "";

  test("leads to the page of its plan", () => {
    expect(link.startsWith("https://albflow.example.com/approvals/")).toBe(true);
    expect(openApprovalLink(token, { now: NOW, key: linkKey, current })).toEqual({ state: "open", pointer });
  });

  test.each([
    ["was changed", { token: `${token}x` }, "approval-link-invalid"],
    ["was made with another key", { key }, "approval-link-invalid"],
    ["is a vote", { token: signed(), key }, "approval-link-invalid"],
    ["has expired", { now: NOW + 1_000 }, "approval-link-expired"],
    ["was used", { current: { ...current, round: 2 } }, "approval-link-used"],
    [
      "is for a plan that has changed",
      { current: { ...current, planHash: "beef", round: 2 } },
      "approval-link-outdated",
    ],
    ["is for an execution that waits no more", { current: undefined }, "approval-not-waiting"],
    ["is for another execution", { current: { ...current, execution: "stop-2" } }, "approval-not-waiting"],
  ])("that %s leads nowhere, and says why", (_what, changed, code) => {
    const given = { token, now: NOW, key: linkKey, current, ...changed };
    expect(openApprovalLink(given.token, given)).toEqual({ state: "closed", reason: coded(code) });
  });
});

describe("a key for a purpose", () => {
  test("differs from that of any other purpose or secret, and stays the same", () => {
    const keys = [
      secretFor(environment, "votes"),
      secretFor(environment, "audit"),
      secretFor({ ALBFLOW_SECRET: `${environment.ALBFLOW_SECRET}!` }, "votes"),
    ].map((one) => one.toString("hex"));
    expect(new Set(keys).size).toBe(3);
    expect(secretFor(environment, "votes").toString("hex")).toBe(keys[0]);
  });

  test("is refused without a secret of some length", () => {
    for (const given of [{}, { ALBFLOW_SECRET: "" }, { ALBFLOW_SECRET: "x".repeat(31) }]) {
      expect(() => secretFor(given, "votes")).toThrow(expect.objectContaining({ kind: "InvalidInput" }));
    }
  });
});
