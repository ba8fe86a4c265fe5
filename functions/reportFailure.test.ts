import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { coded } from "../test/support/coded.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../test/support/simulatedCloud.ts";

let cloud: SimulatedCloud;
beforeAll(async () => {
  // Nobody listens there, so that nobody can be told.
  const environment = {
    ALBFLOW_NOTIFY: "failure",
    ALBFLOW_WEBHOOK_URL: "https://127.0.0.1:9/",
    ALBFLOW_WEBHOOK_SECRET: "a secret of this test, long enough",
  };
  cloud = await startSimulatedCloud({ environment, timersOf: [] });
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const root = { accountId: "1234567890123456", accessKeyId: "local" };

/** What is kept under the topic of failures. */
function records(): Record<string, string>[] {
  const { projects } = cloud.sls.exportState() as {
    projects: { logstores: { name: string; shards: { groups: Group[] }[] }[] }[];
  };
  return projects
    .flatMap(({ logstores }) => logstores.filter(({ name }) => name === "albflow"))
    .flatMap(({ shards }) => shards.flatMap(({ groups }) => groups))
    .filter(({ topic }) => topic === "albflow_failure")
    .flatMap(({ logs }) => logs.map(({ contents }) => Object.fromEntries(contents)));
}
interface Group {
  topic: string;
  logs: { contents: [string, string][] }[];
}

async function send(name: string, event: object) {
  const functionName = `albflow-${name}`;
  const answer = await cloud.fc.invoke({
    functionName,
    body: JSON.stringify(event),
    identity: root,
    invocationType: "Async",
  });
  expect(answer.status).toBe(202);
  await cloud.clock.advance(3_600_000);
}

describe("an asynchronous invocation that fails for good", () => {
  test("of a notice leaves a record of which, why and after how many attempts, and no other notice", async () => {
    const notice = {
      key: "change/1",
      kind: "change",
      title: coded("renewal-paused"),
      sentences: [],
      changes: [],
      at: 0,
    };
    await send("notify", {
      notices: [{ ...notice, link: { label: coded("see-plan"), url: "https://a.example.com/secret-link" } }],
    });
    expect(records()).toEqual([
      {
        function: "albflow-notify",
        requestId: expect.stringMatching(/^1-/),
        condition: "RetriesExhausted",
        attempts: "4",
        error: 'notices-undelivered {"titles":[{"code":"renewal-paused","params":{}}]}',
      },
    ]);
  });

  test.each(["renewCertificates", "keepLedger", "remediate"])(
    "of %s, which a timer calls, leaves one, and people are told",
    async (name) => {
      await send(name, [] as object);
      const missed = expect.stringContaining(`"invocation-lost","params":{"name":"albflow-${name}","attempts":4}`);
      expect(records()).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            function: `albflow-${name}`,
            attempts: "4",
            error: expect.stringMatching(/JSON object|event/),
          }),
          // Here they cannot be told.
          expect.objectContaining({ function: "albflow-notify", error: missed }),
        ]),
      );
    },
  );

  test("keeps nothing of an event that is none of these", async () => {
    const answer = await cloud.fc.invoke({ functionName: "albflow-reportFailure", body: "{}", identity: root });
    expect(answer.body.toString()).toContain("failed-invocation-unreadable");
    expect(records()).toEqual([]);
  });
});
