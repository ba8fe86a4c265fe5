import { expect, test } from "vitest";
import { planRows } from "./planRows.ts";

const forwarding = (...groups: [id: string, weight?: number][]) => [
  {
    Type: "ForwardGroup",
    ForwardGroupConfig: {
      ServerGroupTuples: groups.map(([ServerGroupId, Weight]) => ({
        ServerGroupId,
        ...(Weight === undefined ? {} : { Weight }),
      })),
    },
  },
];

const rows = (field: string, before: unknown, after: unknown) =>
  planRows({ changes: [{ field, before, after }] }).map((row) => [row.field, row.before, row.after]);

test("a plan tells server groups by their ids, in whatever order the cloud keeps its fields", () => {
  expect(rows("DefaultActions", forwarding(["sgp-demo"]), forwarding(["@serverGroup"]))).toEqual([
    ["DefaultActions", ["sgp-demo"], ["the new server group"]],
  ]);
  expect(rows("DefaultActions", forwarding(["sgp-demo"]), forwarding(["sgp-demo", 90], ["sgp-next", 10]))).toEqual([
    ["DefaultActions", ["sgp-demo"], ["sgp-demo: 90", "sgp-next: 10"]],
  ]);
});

test("actions that do more than forward are told as they are", () => {
  const answer = [{ Type: "FixedResponse", FixedResponseConfig: { HttpCode: "503" } }];
  const [[what, , after] = []] = rows("DefaultActions", forwarding(["sgp-demo"]), answer);
  expect([what, after]).toEqual(["DefaultActions", ['Type FixedResponse, FixedResponseConfig {"HttpCode":"503"}']]);
});

test("of what has fields only those are told that change, each by itself, however deep", () => {
  const tracing = (TracingEnabled: boolean, TracingSample: number) => ({
    AccessLogTracingConfig: { TracingEnabled, TracingSample, TracingType: "Zipkin" },
  });
  expect(rows("LogConfig", tracing(true, 10_000), tracing(true, 500))).toEqual([
    ["LogConfig.AccessLogTracingConfig.TracingSample", ["10000"], ["500"]],
  ]);
  expect(rows("XForwardedForConfig", { XForwardedForEnabled: true }, { XForwardedForEnabled: false })).toEqual([
    ["XForwardedForConfig.XForwardedForEnabled", ["true"], ["false"]],
  ]);
});

test("what is made is told field by field, with nothing before, and what is taken away the other way round", () => {
  const group = { ServerGroupName: "blue", Servers: [{ ServerId: "10.0.0.7", Port: 80 }] };
  const made = [
    ["ServerGroup.ServerGroupName", [], ["blue"]],
    ["ServerGroup.Servers", [], ["ServerId 10.0.0.7, Port 80"]],
  ];
  expect(rows("ServerGroup", null, group)).toEqual(made);
  expect(rows("ServerGroup", group, null)).toEqual(made.map(([what, none, lines]) => [what, lines, none]));
});

test("plain values stay as they are", () => {
  expect(rows("IdleTimeout", 15, 30)).toEqual([["IdleTimeout", ["15"], ["30"]]]);
  expect(rows("CaCertificates", [], [{ CertificateId: "ca-1" }])).toEqual([
    ["CaCertificates", [], ["CertificateId ca-1"]],
  ]);
});
