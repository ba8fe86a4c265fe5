import type { AgreedTarget, AskedBulk } from "../../core/bulk/bulkRun.ts";
import { type BulkTarget, hashOfPlans, isChanging } from "../../core/bulk/planBulk.ts";
import type { Verdict } from "../../core/verdict.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { problemsIn } from "../../platform/jsonSchema.ts";
import { placeIn } from "../../platform/place.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { CertificateStatus } from "../inventory/certificateStatus.ts";
import { certificateTargets, isPerCertificate } from "../inventory/certificateTargets.ts";
import { selectorIn } from "../inventory/selector.ts";
import { type ApiCall, namedAt } from "./apiCall.ts";
import { allows } from "./authentication/identity.ts";
import { listedOperations } from "./contract.ts";
import { listCertificates } from "./handlers/listeners.ts";
import { hasInstance } from "./touchesOf.ts";
import { visibleListeners } from "./visibleListeners.ts";

/** What `POST /bulk` is asked. */
export interface BulkBody {
  operation: string;
  input?: object;
  targets?: BulkTarget[];
  selector?: string;
  certificateIds?: string[];
  regions?: string[];
  accounts?: string[];
  atOnce?: number;
  errorBudget?: number;
  reason?: string;
  ticket?: string;
}

/** A target with its plan, or with why there is none. */
export type BulkPlanRow = BulkTarget & {
  state: Verdict["state"];
  reason: Reason;
  cause: Reason | null;
  plan: { hash: string } | null;
  touches: string[];
};

/** What one operation would do on each target, and what is to be signed if somebody starts it. */
export interface PlannedBulk {
  rows: BulkPlanRow[];
  whole: Omit<AskedBulk, "signature">;
}

/**
 * Plans a bulk request in the name of its caller; `plan` plans these targets. A listener that the caller may not change is
 * refused by name, and nothing of it is looked up. Throws `AlbflowError`.
 */
export async function plannedBulk(
  call: ApiCall,
  { asked, request }: { asked: BulkBody; request: string },
  plan: (operation: string, input: object, targets: BulkTarget[]) => Promise<BulkPlanRow[]>,
): Promise<PlannedBulk> {
  const { operation, input: whole = {}, atOnce = 3, errorBudget = 1, reason: why, ticket } = asked;
  const { given, place } = withoutPlace(whole);
  const requestedBy = call.identity.name;
  const said = { ...(why === undefined ? {} : { reason: why }), ...(ticket === undefined ? {} : { ticket }) };
  const input = { ...given, ...said, requestedBy };
  const found = (await targetsOf(call, asked)).map((target) => ({ ...place, ...target }));
  const rows = await plannedRows(call, { operation, given }, found, (targets) => plan(operation, input, targets));
  const targets = rows.filter(isChanging).map(({ listenerId, plan: made, touches, ...row }): AgreedTarget => {
    const { region, account, certificateId, successorId } = row;
    const optional = { region, account, certificateId, successorId };
    const known = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
    return { listenerId, ...known, plan: made?.hash ?? "", touches };
  });
  const hash = hashOfPlans(targets.map((target) => ({ target, plan: target.plan })));
  return { rows, whole: { operation, input, requestedBy, request, hash, atOnce, errorBudget, targets } };
}

/**
 * What the operation is given for every target alike, and the place in it: that is each target's own, so that what a caller
 * may do there, what is planned, and what a run shows are about the same place.
 */
function withoutPlace(input: object): { given: object; place: Pick<BulkTarget, "region" | "account"> } {
  const isPlace = ([name]: [string, unknown]) => name === "region" || name === "account";
  const fields = Object.entries(input);
  return {
    given: Object.fromEntries(fields.filter((field) => !isPlace(field))),
    place: Object.fromEntries(fields.filter(isPlace)),
  };
}

/** The targets that are named, selected, or hold the certificates; with `reason` those of which that alone says no. */
async function targetsOf(call: ApiCall, asked: BulkBody): Promise<(BulkTarget & { refused?: Reason })[]> {
  const { targets, selector, certificateIds, regions, accounts, input = {} } = asked;
  if ([targets, selector, certificateIds].filter((one) => one !== undefined).length !== 1)
    throw new AlbflowError("InvalidInput", reason("bulk-nothing-selected"));
  // What is found somewhere is changed there, and nowhere else.
  const elsewhere = targets === undefined ? Object.keys(withoutPlace(input).place) : [];
  const problems = elsewhere.map((name) => ({ pointer: `/input/${name}`, problem: reason("value-unknown") }));
  if (problems.length > 0)
    throw new AlbflowError("InvalidInput", reason("request-invalid", { part: "body", problems }));
  const query = { ...(regions === undefined ? {} : { regions }), ...(accounts === undefined ? {} : { accounts }) };
  const found = targets ?? (await selected({ ...call, query }, asked));
  if (found.length > MOST_TARGETS)
    throw new AlbflowError("InvalidInput", reason("bulk-too-many", { count: found.length, most: MOST_TARGETS }));
  return found;
}

async function selected(call: ApiCall, { operation, input = {}, selector, certificateIds }: BulkBody) {
  const { deployed } = call;
  const targetOf = (row: { listenerId: string; region: string; account?: string }): BulkTarget => {
    const place = placeIn(row, deployed);
    if (place === undefined) return { listenerId: row.listenerId };
    const account = row.account === undefined ? {} : { account: row.account };
    return { listenerId: row.listenerId, region: row.region, ...account };
  };
  const certificatesWhere = async (isMeant: Parameters<typeof certificateTargets>[1]) => {
    const { body } = await listCertificates({ ...call, query: { ...call.query, limit: 1_000 } });
    const { certificates } = body as { certificates: CertificateStatus[] };
    return certificateTargets(certificates, isMeant).map(({ holder, ...target }) => ({
      ...targetOf(holder),
      ...target,
    }));
  };
  if (selector === undefined) return certificatesWhere(({ id }) => (certificateIds ?? []).includes(id));
  const { isMeant, isMeantCertificate, asksCertificates } = selectorIn(selector);
  const { required = [] } = schemaOf(operation);
  const perCertificate = isPerCertificate(required, input);
  const { listeners } = await visibleListeners(call, {
    ...call.query,
    certificates: asksCertificates && !perCertificate,
  });
  const rows = listeners.filter((row) => isMeant(row, deployed.accountId));
  const named = new Set(rows.map((row) => namedAt(call, row, row.listenerId)));
  const found = perCertificate
    ? await certificatesWhere(
        (certificate, holder) => isMeantCertificate(certificate) && named.has(namedAt(call, holder, holder.listenerId)),
      )
    : rows.filter((row) => !asksCertificates || row.certificates.some(isMeantCertificate)).map(targetOf);
  if (found.length === 0) throw new AlbflowError("InvalidInput", reason("selector-empty", { selector }));
  return found;
}

function schemaOf(operation: string) {
  return listedOperations().find(({ name }) => name === operation)?.input ?? {};
}

/** The plans of all, in their order; of those that the caller may not change nobody looks anything up. */
async function plannedRows(
  call: ApiCall,
  { operation, given }: { operation: string; given: object },
  targets: (BulkTarget & { refused?: Reason })[],
  plan: (targets: BulkTarget[]) => Promise<BulkPlanRow[]>,
): Promise<BulkPlanRow[]> {
  const { identity } = call;
  const schema = schemaOf(operation);
  const { properties = {} } = schema;
  const rows = new Map<number, BulkPlanRow>();
  const asked: [at: number, target: BulkTarget][] = [];
  const seen = new Set<string>();
  const notAllowed = (name: string) =>
    reason("not-allowed", { name: identity.name, act: "operate", operation, touches: [name] });
  const first = targets.findIndex(({ refused }) => refused === undefined);
  for (const [at, { refused, ...target }] of targets.entries()) {
    // One of which nothing is asked says nothing of the input that is the same for all.
    const problems = at === first ? problemsIn({ ...given, ...target }, schema) : problemsIn(target, { properties });
    if (problems.length > 0)
      throw new AlbflowError("InvalidInput", reason("request-invalid", { part: "body", problems }));
    const named = namedAt(call, target, target.listenerId);
    // No plan touches less than its listener, which may be known by its instance.
    const mayNot = !hasInstance(identity) && !allows(identity, "operate", { operation, touches: [named] });
    const isTwice = seen.has(named);
    const why = mayNot
      ? notAllowed(named)
      : isTwice
        ? reason("bulk-listener-twice", { listenerId: target.listenerId })
        : refused;
    if (why === undefined) {
      asked.push([at, target]);
      seen.add(named);
    } else rows.set(at, refusedRow(target, why));
  }
  const planned = asked.length === 0 ? [] : await plan(asked.map(([, target]) => target));
  for (const [position, [at, target]] of asked.entries()) {
    const row = planned[position] ?? refusedRow(target, reason("bulk-target-told"));
    const named = namedAt(call, target, target.listenerId);
    const touches = row.touches.length === 0 ? [named] : row.touches;
    const mayIt = allows(identity, "operate", { operation, touches });
    rows.set(at, mayIt ? row : refusedRow(target, notAllowed(named)));
  }
  return targets.flatMap((_, at) => rows.get(at) ?? []);
}

function refusedRow(target: BulkTarget, why: Reason): BulkPlanRow {
  return { ...target, state: "refused", reason: why, cause: null, plan: null, touches: [] };
}

/** As many as are planned within the time of one request. */
const MOST_TARGETS = 40;
