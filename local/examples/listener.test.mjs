// With Node's own test runner: node --test listener.test.mjs
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { startLocalCloud } from "albflow-local";

let cloud;
let begun;
before(async () => {
  cloud = await startLocalCloud({
    port: 0,
    fast: true,
    seed: {
      loadBalancers: [{ LoadBalancerId: "alb-1" }],
      backends: [{ name: "shop", answer: "hello" }],
      serverGroups: [{ ServerGroupId: "sgp-1", Servers: [{ ServerId: "shop", ServerType: "Ip" }] }],
      listeners: [
        {
          ListenerId: "lsn-1",
          LoadBalancerId: "alb-1",
          ListenerProtocol: "HTTP",
          ListenerPort: 8080,
          DefaultActions: [{ ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-1" }] } }],
        },
      ],
    },
  });
  begun = cloud.snapshot();
});
beforeEach(() => cloud.reset(begun));
after(() => cloud.close());

const statusOf = (id) => cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === id)?.ListenerStatus;

test("what your code calls by the SDK happens here", async () => {
  assert.match(cloud.environment.ALB_ENDPOINT, /^127\.0\.0\.1:\d+$/);
  assert.equal(statusOf("lsn-1"), "Running");
});

test("the cloud can be made to fail", () => {
  cloud.faults.add({ service: "alb", action: "StopListener", fault: { kind: "throttle" }, count: 1 });
  assert.equal(cloud.faults.list().length, 1);
});

test("each test begins anew", () => {
  assert.equal(cloud.faults.list().length, 0);
});
