import type { CertificateList } from "../inventory/certificateStatus.ts";
import type { RenewalReport } from "../renewal/report.ts";
import type { Family } from "./exposition.ts";
import { BUDGET_HOURS, type ReportedEnd, WINDOW_HOURS } from "./reportedEnd.ts";

/** What figures are made of. */
export interface Figures {
  certificates: Pick<CertificateList, "certificates" | "unavailable">;
  /** Operations that ended within the window. */
  ended: ReportedEnd[];
  /** Whether there were more of them than are read. */
  isCut: boolean;
  /** Executions that go on, by operation; undefined where nobody has told. */
  running?: Readonly<Record<string, number>>;
  /** The last round of renewal that has ended; undefined before the first. */
  round: RenewalReport | undefined;
  /** Failed rotations that stop renewal. */
  errorBudget: number;
  /** Milliseconds since 1970. */
  now: number;
}

/** Every figure that is told. Families whose series are none are there too: a rule can ask for `absent`. */
export function figuresOf(figures: Figures): Family[] {
  return [...certificateFamilies(figures), ...executionFamilies(figures), ...renewalFamilies(figures)];
}

function certificateFamilies({ certificates: { certificates, unavailable } }: Figures): Family[] {
  const bound = certificates.flatMap(({ id, names, notAfter, daysLeft, renewalStatus, listeners }) =>
    listeners.map(({ account, region, listenerId, description }) => {
      const place = {
        ...(account === undefined ? {} : { account }),
        region,
        listener_id: listenerId,
        listener: description,
        certificate_id: id,
      };
      return { place, names: names.length === 0 ? [""] : names, notAfter, daysLeft, renewalStatus };
    }),
  );
  const named = bound.flatMap(({ names, place, ...rest }) =>
    names.map((name) => ({ labels: { ...place, name }, ...rest })),
  );
  const reported = named.slice(0, MOST_NAMES);
  return [
    {
      name: "albflow_certificate_expiry_timestamp_seconds",
      help: "When a certificate on a listener ends, for each of its names, in seconds since 1970.",
      series: reported
        .filter(({ notAfter }) => notAfter > 0)
        .map(({ labels, notAfter }) => ({ labels, value: Math.floor(notAfter / 1000) })),
    },
    {
      name: "albflow_certificate_left_seconds",
      help: "Seconds until the earliest end in the chain of a certificate on a listener, to a day, for each of its names.",
      series: reported.flatMap(({ labels, daysLeft }) =>
        daysLeft === null ? [] : [{ labels, value: daysLeft * 86_400 }],
      ),
    },
    {
      name: "albflow_certificate_renewal",
      help: "How the renewal of a certificate on a listener stands: 1 for its status.",
      series: bound.map(({ place, renewalStatus }) => ({ labels: { ...place, status: renewalStatus }, value: 1 })),
    },
    {
      name: "albflow_certificate_names_omitted",
      help: `Names of certificates that are not told above, as there are more than ${MOST_NAMES}.`,
      series: [{ labels: {}, value: named.length - reported.length }],
    },
    {
      name: "albflow_regions_unavailable",
      help: "Regions, those of other accounts included, whose certificates could not be read.",
      series: [{ labels: {}, value: unavailable.length }],
    },
  ];
}

function executionFamilies({ ended, isCut, running = {} }: Figures): Family[] {
  const byOperation = (value: (end: ReportedEnd) => number) =>
    summed(ended.map((end) => ({ labels: { operation: end.operation }, value: value(end) })));
  return [
    {
      name: "albflow_executions",
      help: `Executions by operation and state: those that go on, and those that ended in the last ${WINDOW_HOURS} hours.`,
      series: [
        ...Object.entries(running).map(([operation, value]) => ({ labels: { operation, state: "running" }, value })),
        ...summed(ended.map(({ operation, state }) => ({ labels: { operation, state }, value: 1 }))),
      ],
    },
    {
      name: "albflow_verification_failures",
      help: `Executions of the last ${WINDOW_HOURS} hours after which something else was served than planned, or nothing could be seen.`,
      series: byOperation(({ code, cause }) => (isUnverified(cause) || isUnverified(code) ? 1 : 0)),
    },
    {
      name: "albflow_execution_seconds",
      help: `Seconds that the executions took which ended in the last ${WINDOW_HOURS} hours, all together.`,
      series: byOperation(({ elapsedMs }) => elapsedMs / 1000),
    },
    {
      name: "albflow_api_calls",
      help: `Calls to cloud APIs that executions of the last ${WINDOW_HOURS} hours have made.`,
      series: byOperation(({ apiCalls }) => apiCalls),
    },
    {
      name: "albflow_api_throttled",
      help: `Calls that the cloud turned away as too many, of executions of the last ${WINDOW_HOURS} hours.`,
      series: byOperation(({ throttled }) => throttled),
    },
    {
      name: "albflow_reports_cut",
      help: "1 when more executions ended than are counted above.",
      series: [{ labels: {}, value: isCut ? 1 : 0 }],
    },
  ];
}

function renewalFamilies({ round, ended, errorBudget, now }: Figures): Family[] {
  const one = (value: number) => [{ labels: {}, value }];
  const rows = round === undefined ? [] : [...round.notRenewable, ...round.held, ...round.renewedElsewhere];
  const rotations = ended.filter(({ operation, part }) => operation === "rotateCertificate" && part === "renewal");
  const spent = rotations.filter(
    ({ state, at }) => !["verified", "refused", "unchanged"].includes(state) && at > now - BUDGET_HOURS * 3_600_000,
  );
  return [
    {
      name: "albflow_renewals",
      help: `Rotations that renewal has started and that ended in the last ${WINDOW_HOURS} hours, by state.`,
      series: summed(rotations.map(({ state }) => ({ labels: { state }, value: 1 }))),
    },
    {
      name: "albflow_renewal_round_timestamp_seconds",
      help: "When the last round of renewal ended, in seconds since 1970; absent before the first.",
      series: round === undefined ? [] : one(Math.floor(round.endedAt / 1000)),
    },
    {
      name: "albflow_renewal_due",
      help: "Certificates on listeners that were due in the last round of renewal.",
      series: round === undefined ? [] : one(round.due),
    },
    {
      name: "albflow_renewal_needs_people",
      help: "Certificates on listeners that the last round of renewal could not renew without a person, of those that its report names.",
      series: round === undefined ? [] : one(rows.filter(({ needsPeople }) => needsPeople).length),
    },
    {
      name: "albflow_renewal_stopped",
      help: "1 when the last round of renewal started no more rotations, as its error budget was used up or a setting was wrong.",
      series: round === undefined ? [] : one(round.stopped === null ? 0 : 1),
    },
    {
      name: "albflow_error_budget",
      help: `Failed rotations in ${BUDGET_HOURS} hours after which renewal stops, if they are more than a fifth of all.`,
      series: one(errorBudget),
    },
    {
      name: "albflow_error_budget_spent",
      help: `Rotations that renewal has started and that failed in the last ${BUDGET_HOURS} hours.`,
      series: one(spent.length),
    },
  ];
}

function isUnverified(code: string): boolean {
  return code === "verification-failed" || code === "verification-error";
}

type Counted = { labels: Record<string, string>; value: number };

/** Series of the same labels are one. */
function summed(series: Counted[]): Counted[] {
  const sums = new Map<string, Counted>();
  for (const { labels, value } of series) {
    const key = JSON.stringify(labels);
    sums.set(key, { labels, value: (sums.get(key)?.value ?? 0) + value });
  }
  return [...sums.values()];
}

/** A series for each name costs whoever keeps them; of 1,000 listeners with 25 names each that many would be too many. */
const MOST_NAMES = 5_000;
