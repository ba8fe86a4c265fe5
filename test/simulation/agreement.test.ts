import { expect, test } from "vitest";
import { localDeployment } from "../../cli/localDeployment.ts";
import { makeCertificate } from "../../local/certificates/makeCertificate.ts";
import type { LocalCloud } from "../../local/cloud.ts";
import type { CallRecord } from "../../local/context.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { simulatedClock } from "../../shared/platform/clock.ts";
import { CALLS_OF_A_ROTATION, READS_OF_A_ROTATION } from "./model/homeCalls.ts";
import type { Outage } from "./model/outages.ts";
import type { Scenario } from "./model/scenario.ts";
import { DAY_MS, simulate, TICK_MS, wordsOf } from "./model/simulate.ts";
import type { Subject } from "./model/subject.ts";

const HOUR_MS = DAY_MS / 24;
const DAYS = 3;
/** A Sunday, 22:00 UTC. */
const startAt = Date.UTC(2026, 10, 22, 22);
const hours = (from: number, to: number): Outage => ({ start: startAt + from * HOUR_MS, end: startAt + to * HOUR_MS });
const place = { region: "cn-hangzhou", accountId: "1234567890123456" };
const windows: Scenario["windows"] = [
  { days: ["Tue", "Thu"], from: 2, to: 5, zone: "Europe/Berlin" },
  { days: ["Sat"], from: 22, to: 28, zone: "Asia/Shanghai" },
];
/** Whole hours, so that no round is in the middle of something. */
const outages = {
  cloud: { [place.region]: [hours(42, 47), hours(64, 66)] },
  functions: [hours(5, 8), hours(28, 30)],
  acme: [],
};

test("the model does, hour by hour, what the functions and flows do on the local cloud", {
  timeout: 300_000,
}, async () => {
  const fleet = subjects();
  /** The model adds to them what people upload. */
  const played = subjects();
  let number = 2_000;
  const scenario: Scenario = {
    days: DAYS,
    certificates: fleet.length,
    listeners: 4,
    regions: [place.region],
    seed: "agreement",
    startAt,
    outages,
    failures: { rotation: 0, order: 0 },
    windows,
    mayOrder: false,
    subjects: played,
    nextNumber: () => ++number,
  };
  const model = await simulate(scenario);

  const cloud = await startLocalCloud({
    ...place,
    port: 0,
    clock: simulatedClock(startAt),
    isolation: { kind: "inProcess" },
    deployment: localDeployment(place, { ALBFLOW_RENEWAL_WINDOWS: wordsOf(windows) }),
  });
  try {
    await putFleet(cloud, fleet);
    const calls: CallRecord[] = [];
    cloud.calls.subscribe((call) => void calls.push(call));
    await play(cloud, played);
    expect(rotationsOf(cloud, played)).toEqual(model.history.toSorted());
    expect(await heldOf(cloud)).toEqual(model.held.toSorted());
    expect(calls.filter(({ code = "" }) => code.startsWith("Throttling"))).toEqual([]);
    // A round hands over after 40 steps; no history needs more than 600 events.
    expect(mostEventsOfAStep(cloud)).toBeLessThan(600 / 40);
    const reads = readsOf(cloud, calls);
    for (const [kind, most] of Object.entries(READS_OF_A_ROTATION)) {
      expect(reads[kind], kind).toBeLessThanOrEqual(most);
      expect(reads[kind], kind).toBeGreaterThan(most / 2);
    }
    const own = ownCallsOf(cloud, calls);
    for (const [action, most] of Object.entries(CALLS_OF_A_ROTATION)) {
      expect(own[action], action).toBeLessThanOrEqual(most);
      expect(own[action], action).toBeGreaterThanOrEqual(most / 2);
    }
  } finally {
    await cloud.close();
  }
  // Enough has happened to disagree about.
  expect(model.history.length).toBeGreaterThan(9);
  expect(model.forced).toBeGreaterThan(0);
  expect(model).toMatchObject({ outOfWindow: 0, avoidableExpiries: 0, missedTicks: 5, rateLimited: 0 });
});

/** Six-day certificates above all; one is on three listeners. The first on a listener is its default. */
function subjects(): Subject[] {
  return [
    subject(0, 6, 2.4, [0, 1, 2], 40),
    subject(1, 6, 3.1, [0], 14),
    subject(2, 6, 1.2, [1], 50),
    subject(3, 47, 29, [2], 8),
    subject(4, 90, 60.5, [3], 1),
    subject(5, 6, 4.2, [3], 2),
    subject(6, 6, 1.9, [0], 60),
    subject(7, 47, 33, [1, 3], 20),
    subject(8, 6, 3.9, [2], 22),
    subject(9, 6, 3.5, [3], 35),
  ];
}

/** So many days old; people put its successor there after so many hours. */
function subject(index: number, days: number, age: number, listeners: number[], uploadAfterHours: number): Subject {
  const notBefore = startAt - Math.round(age * 24) * HOUR_MS;
  const id = `${1_000 + index}-${place.region}`;
  const hostname = `host-${index}.example.com`;
  const dates = { notBefore, notAfter: notBefore + days * DAY_MS, availableAt: notBefore };
  return {
    hostname,
    days,
    source: "people",
    region: place.region,
    listenerIds: listeners.map((listener) => `lsn-fleet-${listener}`),
    certificates: [{ id, names: [hostname], addresses: [], unusable: [], subject: hostname, serial: id, ...dates }],
    nextUploadAt: startAt + uploadAfterHours * HOUR_MS,
  };
}

async function putFleet(cloud: LocalCloud, fleet: Subject[]) {
  for (const { certificates } of fleet) for (const one of certificates) await upload(cloud, one);
  const bound = (listenerId: string) =>
    fleet
      .filter(({ listenerIds }) => listenerIds.includes(listenerId))
      .map(({ certificates: [first] }) => ({ CertificateId: first?.id ?? "" }));
  await cloud.seedWith({
    certificates: [],
    backends: [{ name: "fleet", answer: "served\n" }],
    loadBalancers: [{ LoadBalancerId: "alb-fleet" }],
    serverGroups: [
      { ServerGroupId: "sgp-fleet", ServerGroupType: "Ip", Servers: [{ ServerId: "fleet", ServerType: "Ip" }] },
    ],
    listeners: [0, 1, 2, 3].map((index) => {
      const [first, ...others] = bound(`lsn-fleet-${index}`);
      return {
        ListenerId: `lsn-fleet-${index}`,
        LoadBalancerId: "alb-fleet",
        ListenerProtocol: "HTTPS",
        ListenerPort: 443 + index,
        DefaultActions: [{ ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-fleet" }] } }],
        Certificates: first === undefined ? [] : [first],
        AdditionalCertificates: others,
      };
    }),
  } as never);
  cloud.sls.ensure({ project: "albflow-reports", logstore: "albflow" });
}

/** Lets the days pass; what people did in the model is done here, too. */
async function play(cloud: LocalCloud, played: Subject[]) {
  const clock = cloud.clock as ReturnType<typeof simulatedClock>;
  const uploads = played
    .flatMap(({ certificates }) => certificates.filter(({ availableAt }) => availableAt >= startAt))
    .sort((one, other) => one.availableAt - other.availableAt);
  const broken: { outage: Outage; service: string; action?: string }[] = [
    ...(outages.cloud[place.region] ?? []).map((outage) => ({ outage, service: "alb" })),
    // Without it no round begins.
    ...outages.functions.map((outage) => ({ outage, service: "fnf", action: "StartExecution" })),
  ];
  const fault = { kind: "refuse", status: 503, code: "ServiceUnavailable", message: "out of order" } as const;
  for (let at = startAt; at < startAt + DAYS * DAY_MS; at += HOUR_MS) {
    for (const { outage, ...where } of broken) {
      if (outage.start === at) cloud.faults.add({ ...where, fault });
      if (outage.end === at) cloud.faults.clear();
    }
    while ((uploads[0]?.availableAt ?? Number.POSITIVE_INFINITY) <= at + TICK_MS) {
      const next = uploads.shift();
      if (next !== undefined) await upload(cloud, next);
    }
    await clock.advance(HOUR_MS);
  }
}

async function upload(cloud: LocalCloud, { id, names, notBefore, notAfter }: Subject["certificates"][number]) {
  const made = await makeCertificate({ names, notBefore: new Date(notBefore), notAfter: new Date(notAfter) });
  cloud.cas.putCertificate({ name: `fleet-${id}`, ...made, certId: Number.parseInt(id, 10) });
}

/** The most reads of a listener during a rotation of its default and of an additional certificate. */
function readsOf(cloud: LocalCloud, calls: CallRecord[]): Record<string, number> {
  const most: Record<string, number> = { default: 0, additional: 0 };
  for (const { listenerId, startedAt, stoppedAt } of rotations(cloud)) {
    const during = calls.filter(({ at, resource }) => resource === listenerId && at >= startedAt && at <= stoppedAt);
    const kind = during.some(({ action }) => action.startsWith("Associate")) ? "additional" : "default";
    for (const action of ["GetListenerAttribute", "ListListenerCertificates"]) {
      most[kind] = Math.max(most[kind] ?? 0, during.filter((call) => call.action === action).length);
    }
  }
  return most;
}

/** How often a rotation's function calls CloudFlow, on the average, and once more for its own start. */
function ownCallsOf(cloud: LocalCloud, calls: CallRecord[]): Record<string, number> {
  const count = rotations(cloud).length;
  const own = calls.filter(({ service, caller }) => service === "fnf" && caller.includes("rotateCertificate"));
  const share = (action: string) => own.filter((call) => call.action === action).length / count;
  return {
    StartExecution: share("StartExecution") + 1,
    DescribeExecution: share("DescribeExecution") + share("GetExecutionHistory"),
    ListExecutions: share("ListExecutions"),
  };
}

function mostEventsOfAStep(cloud: LocalCloud): number {
  const rounds = cloud.cloudFlow.state.flows.get("albflow-renewCertificates")?.executions.values() ?? [];
  return Math.max(
    ...[...rounds].map(({ history }) => {
      const steps = history.filter(({ type, step }) => type === "StepEntered" && step === "Advance").length;
      const events = history.slice(
        0,
        history.findLastIndex(({ step }) => step === "HasFinished"),
      );
      return steps < 3 ? 0 : events.length / steps;
    }),
  );
}

function rotations(cloud: LocalCloud) {
  const executions = cloud.cloudFlow.state.flows.get("albflow-rotateCertificate")?.executions.values() ?? [];
  return [...executions].map(({ execution: { input, startedAt, stoppedAt = 0 } }) => {
    const { listenerId, certificateId } = input as { listenerId: string; certificateId: string };
    return { listenerId, certificateId, startedAt, stoppedAt };
  });
}

/** As the model tells its own. */
function rotationsOf(cloud: LocalCloud, played: Subject[]): string[] {
  const hostnames = new Map(
    played.flatMap(({ hostname, certificates }) => certificates.map(({ id }) => [id, hostname])),
  );
  return rotations(cloud)
    .map(({ listenerId, certificateId, startedAt }) => {
      const hour = new Date(startedAt).toISOString().slice(0, 13);
      return `${hour} ${hostnames.get(certificateId)} on ${listenerId}`;
    })
    .sort();
}

async function heldOf(cloud: LocalCloud): Promise<string[]> {
  const root = { accountId: place.accountId, accessKeyId: "local" };
  const held: string[] = [];
  for (let index = 0; index < 4; index += 1) {
    const ListenerId = `lsn-fleet-${index}`;
    const { Certificates } = (await cloud.alb.call(root, "ListListenerCertificates", { ListenerId })) as {
      Certificates: { CertificateId: string; Status: string }[];
    };
    const there = Certificates.filter(({ Status }) => Status !== "Dissociated");
    held.push(...there.map(({ CertificateId }) => `${ListenerId} ${CertificateId}`));
  }
  return held.sort();
}
