import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { catalogues } from "../shared/core/messages/catalogues.ts";
import { LANGUAGES } from "../shared/core/messages/message.ts";
import { messagesIn } from "../shared/core/messages/messagesIn.ts";
import { renderReport } from "../shared/features/renewal/renderReport.ts";
import type { RenewalReport } from "../shared/features/renewal/report.ts";
import { type ApiCloud, startApiCloud } from "../test/functions/api/apiCloud.ts";
import { FORBIDDEN } from "../test/functions/api/forbidden.ts";
import { readPrometheusText } from "../test/support/prometheusText.ts";

let cloud: ApiCloud;
let viewer: string;
beforeAll(async () => {
  cloud = await startApiCloud();
  viewer = await cloud.token("vera", "viewer");
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

/** The series of a family, by their labels. */
async function figures() {
  const { status, headers, text } = await cloud.askInTime("GET", "/metrics", { token: viewer });
  expect([status, headers.get("content-type")]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
  const families = readPrometheusText(text);
  return (name: string) => Object.fromEntries(families.get(name)?.series ?? []);
}

test("Prometheus is given figures of everything, in its own format, with a token that is for everything alone", async () => {
  await cloud.run("startListener", { listenerId: "lsn-stopped" }, "mine");
  const series = await figures();
  expect(series("albflow_executions")).toEqual({ 'operation="startListener",state="verified"': 1 });
  expect(series("albflow_api_calls")['operation="startListener"']).toBeGreaterThan(3);
  const bound = Object.keys(series("albflow_certificate_left_seconds"));
  expect(bound.filter((labels) => labels.includes(`certificate_id="${cloud.seed.expiring.id}"`))).not.toEqual([]);
  expect(series("albflow_renewal_round_timestamp_seconds")).toEqual({});
  expect((await cloud.ask("GET", "/metrics")).status).toBe(401);
  const some = await cloud.token("tess", "viewer:lsn-stopped");
  expect((await cloud.ask("GET", "/metrics", { token: some })).text).toBe(FORBIDDEN);
});

test("what is told of renewal is what its last round has reported", async () => {
  const startedAt = cloud.clock.now();
  await cloud.run("renewCertificates", {}, "round-before");
  const series = await figures();
  expect(series("albflow_executions")).toEqual({ 'operation="rotateCertificate",state="verified"': 1 });
  expect(series("albflow_renewals")).toEqual({ 'state="verified"': 1 });
  const ended = series("albflow_renewal_round_timestamp_seconds")[""];
  expect(ended).toBeGreaterThanOrEqual(Math.floor(startedAt / 1000));
  expect(ended).toBeLessThanOrEqual(cloud.clock.now() / 1000);
  expect(series("albflow_renewal_due")).toEqual({ "": 1 });
  expect(series("albflow_renewal_needs_people")).toEqual({ "": 0 });
  expect(series("albflow_renewal_stopped")).toEqual({ "": 0 });
});

test.each(LANGUAGES)(
  "a round's report is put into the words that its reasons have in the caller's language: %s",
  async (language) => {
    cloud.faults.add({
      action: "ListListeners",
      fault: { kind: "refuse", status: 403, code: "NoPermission", message: "No" },
    });
    await cloud.run("renewCertificates", {}, "round-told");
    const { body } = await cloud.askInTime("GET", "/rounds/round-told", {
      token: viewer,
      headers: { "accept-language": language },
    });
    const { report, markdown } = body as unknown as { report: RenewalReport; markdown: string };
    expect(JSON.stringify(report)).toContain('"code"');
    expect(markdown).toBe(renderReport(report, messagesIn(catalogues[language], language)));
  },
);
