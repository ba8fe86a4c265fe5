import { beforeEach, describe, expect, test } from "vitest";
import type { AlbSeed } from "../../../local/alb/seed.ts";
import { makeCa } from "../certificates.ts";
import { contractSeed, forwardTo } from "./contractSeed.ts";
import { certificate, http, https, refusals } from "./refusalCases.ts";
import { type AlbRig, rigSeed } from "./rigSeed.ts";

let rig: AlbRig;
beforeEach(async () => {
  rig = await rigSeed({ fast: true });
});

/** Adds rows to the contract seed. */
function with_(extra: AlbSeed) {
  const tables = Object.entries(extra).map(([table, rows]) => [
    table,
    [...(contractSeed[table as keyof AlbSeed] ?? []), ...(rows ?? [])],
  ]);
  rig.alb.importState({ ...contractSeed, ...Object.fromEntries(tables) });
}

const groupRow = (ServerGroupId: string, more: object) => ({ ServerGroupId, VpcId: "vpc-local", ...more });

test.each(refusals)("ALB refuses %s", async (_what, action, parameters, code) => {
  rig.cas.putCaCertificate({ identifier: "ca-1", ...(await makeCa()) });
  expect(await rig.refusal(action, parameters as Record<string, unknown>)).toBe(code);
});

describe("server groups that do not fit", () => {
  test.each<[string, object, string, string]>([
    ["of another VPC", { VpcId: "vpc-other" }, "alb-2", "Mismatch.VpcId"],
    ["that speaks gRPC behind HTTP", { Protocol: "gRPC" }, "alb-2", "OperationDenied.GRPCServerGroup"],
    ["that speaks HTTPS behind HTTP", { Protocol: "HTTPS" }, "alb-2", "OperationDenied.ServerGroupProtocolNotSupport"],
    [
      "with connection draining on Basic",
      { ConnectionDrainConfig: { ConnectionDrainEnabled: true } },
      "alb-basic",
      "Mismatch.LoadBalancerEditionAndConnectionDrain",
    ],
    [
      "with slow start on Basic",
      { SlowStartConfig: { SlowStartEnabled: true } },
      "alb-basic",
      "Mismatch.LoadBalancerEditionAndSlowStartEnable",
    ],
  ])("%s", async (_what, row, LoadBalancerId, code) => {
    with_({ serverGroups: [groupRow("sgp-odd", row)] });
    expect(
      await rig.refusal("CreateListener", { LoadBalancerId, ...http, DefaultActions: [forwardTo("sgp-odd")] }),
    ).toBe(code);
  });

  test("that speaks HTTPS behind HTTPS on Basic", async () => {
    with_({ serverGroups: [groupRow("sgp-odd", { Protocol: "HTTPS" })] });
    const listener = { LoadBalancerId: "alb-basic", ...https, DefaultActions: [forwardTo("sgp-odd")] };
    expect(await rig.refusal("CreateListener", listener)).toBe("UnsupportedFeature.FullTraceHttps");
  });
});

describe("QUIC", () => {
  test("may share its port with HTTPS, is linked once, and is then in use", async () => {
    with_({
      listeners: [
        {
          ListenerId: "lsn-quic",
          LoadBalancerId: "alb-1",
          ListenerProtocol: "QUIC",
          ListenerPort: 443,
          Certificates: certificate("1001"),
          DefaultActions: [forwardTo("sgp-1")],
        },
        {
          ListenerId: "lsn-other",
          LoadBalancerId: "alb-1",
          ListenerProtocol: "HTTPS",
          ListenerPort: 8443,
          Certificates: certificate("1001"),
          DefaultActions: [forwardTo("sgp-1")],
        },
        {
          ListenerId: "lsn-far",
          LoadBalancerId: "alb-2",
          ListenerProtocol: "HTTPS",
          ListenerPort: 443,
          Certificates: certificate("1001"),
          DefaultActions: [forwardTo("sgp-1")],
        },
      ],
    });
    const QuicConfig = { QuicUpgradeEnabled: true, QuicListenerId: "lsn-quic" };
    expect(await rig.refusal("UpdateListenerAttribute", { ListenerId: "lsn-far", QuicConfig })).toBe(
      "OperationDenied.CrossLoadBalancerQUICListener",
    );
    await rig.call("UpdateListenerAttribute", { ListenerId: "lsn-1", QuicConfig });
    await rig.clock.advance(20);
    expect(await rig.refusal("UpdateListenerAttribute", { ListenerId: "lsn-other", QuicConfig })).toBe(
      "ResourceAlreadyAssociated.Listener",
    );
    expect(await rig.refusal("DeleteListener", { ListenerId: "lsn-quic" })).toBe("ResourceInUse.Listener");
    await rig.call("UpdateListenerAttribute", { ListenerId: "lsn-1", QuicConfig: { QuicUpgradeEnabled: false } });
    await rig.clock.advance(20);
    await rig.call("DeleteListener", { ListenerId: "lsn-quic" });
    await rig.clock.advance(20);
    expect(rig.plane.reported.filter((reported) => reported.includes("quic"))).toEqual([]);
  });
});

describe("tracing", () => {
  const AccessLogTracingConfig = { TracingEnabled: true, TracingSample: 100 };
  test("needs the access log, and an edition that offers it", async () => {
    with_({
      listeners: [
        {
          ListenerId: "lsn-2",
          LoadBalancerId: "alb-2",
          ListenerProtocol: "HTTP",
          ListenerPort: 80,
          DefaultActions: [forwardTo("sgp-1")],
        },
        {
          ListenerId: "lsn-basic",
          LoadBalancerId: "alb-basic",
          ListenerProtocol: "HTTP",
          ListenerPort: 80,
          DefaultActions: [forwardTo("sgp-1")],
        },
      ],
    });
    expect(await rig.refusal("UpdateListenerLogConfig", { ListenerId: "lsn-2", AccessLogTracingConfig })).toBe(
      "OperationDenied.AccessLogDisabled",
    );
    expect(await rig.refusal("UpdateListenerLogConfig", { ListenerId: "lsn-basic", AccessLogTracingConfig })).toBe(
      "UnsupportedFeature.Tracing",
    );
  });
});
