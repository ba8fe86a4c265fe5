import { get } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
afterAll(() => cloud.close());

const root = () => ({ accountId: cloud.accountId, accessKeyId: "local" });

/** What a client of 127.0.0.1 gets: a status, or what the socket said. */
function answerOf(host: string, port: number): Promise<number | string> {
  return new Promise((resolve) => {
    const asked = get({ host, port, agent: false, timeout: 1_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.once("timeout", () => asked.destroy(new Error("no answer")));
    asked.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

test("while a deletion is taken back, nobody passes whom a list keeps out, and nobody is sent where no rule sends them", async () => {
  await cloud.seedWith({
    acls: [{ AclId: "acl-office", AclName: "office", Entries: [{ Entry: "10.0.0.0/8" }] }],
  });
  const lists = { ListenerId: "lsn-ruled", AclIds: ["acl-office"], AclType: "White" };
  await cloud.alb.call(root(), "AssociateAclsWithListener", lists);
  await cloud.clock.advance(2_000);
  const verification = { acceptUnreachable: true };
  await cloud.run("deleteListener", { listenerId: "lsn-ruled", verification }, "done");
  const { LoadBalancers } = (await cloud.alb.call(root(), "ListLoadBalancers", {
    LoadBalancerIds: ["alb-demo"],
  })) as { LoadBalancers: { DNSName: string }[] };
  const host = LoadBalancers[0]?.DNSName ?? "";
  const answers = new Set<number | string>();
  await cloud.start("deleteListener", { undo: "done" }, "back");
  const back = cloud.cloudFlow.state.flows.get("albflow-deleteListener")?.executions.get("back");
  while (back?.execution.status === "Running") {
    await cloud.clock.advance(250);
    answers.add(await answerOf(host, 8081));
  }
  expect((await cloud.finish("deleteListener", "back")).verdict).toMatchObject({ state: "verified" });
  expect(answers).toEqual(new Set(["ECONNREFUSED", 503, "ECONNRESET"]));
});
