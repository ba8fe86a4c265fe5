import { TLS_1_2_CIPHERS, TLS_1_3_CIPHERS } from "../../../shared/core/operations/tlsPolicy.ts";
import { allows, UNKNOWN } from "../../../shared/features/api/authentication/identity.ts";
import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import type {
  ListedCaCertificate,
  ListedResource,
  ListedServerGroup,
  ListedStoredCertificate,
  ListedTlsPolicy,
  ListedVpc,
} from "../../../shared/features/inventory/resources/listedResource.ts";
import { namesNotCovered } from "../../../shared/platform/hostnames.ts";
import { ApiProblem } from "../../apiClient.ts";
import { readFleet } from "../../fleet.ts";
import { placeAsked } from "../../placeQuery.ts";
import type { ReportedReason } from "../../reportedReason.ts";
import type { PageCall } from "../../view.ts";
import { type Words, wordsIn } from "../../words/wordsIn.ts";
import { whereIn } from "../listeners/filters.ts";
import { pickerWords } from "./pickerWords.ts";

/** Something that a field can be given. */
interface Choice {
  value: string;
  label: string;
  /** Why it does not fit; empty when it does. */
  unfit: string;
}

/** What a field can be chosen from. */
export interface Choices {
  choices: Choice[];
  /** Whether there are more than these, which can only be typed. */
  isCut: boolean;
}

/** A form that is about to be shown: for which operation, and what is known of the listener and filled in. */
export interface PickerRequest {
  operation: string;
  listenerId: string;
  /** Undefined without a listener, or where it cannot be read. */
  description: ListenerDescription | undefined;
  values: ReadonlyMap<string, string[]>;
}

type PickerText = Words<typeof pickerWords>;

/**
 * What the fields of a form can be chosen from, by their names. What cannot be read has no choices, so that it is typed: a
 * form is there whatever the lists are like.
 */
export async function choicesFor(call: PageCall, names: string[], asked: PickerRequest): Promise<Map<string, Choices>> {
  const seesAll = allows(call.identity, "view", { touches: [UNKNOWN] });
  const found = await Promise.all(
    names.map(async (name): Promise<[string, Choices] | undefined> => {
      const picker = PICKERS[name.split(".").at(-1) ?? ""];
      if (picker === undefined || (name === "listenerId" && asked.listenerId !== "")) return undefined;
      try {
        const choices = await picker(call, asked, wordsIn(pickerWords, call.language));
        // Whose grants leave something out may use by its id what they are not shown.
        return choices === undefined ? undefined : [name, { ...choices, isCut: choices.isCut || !seesAll }];
      } catch (error) {
        if (error instanceof ApiProblem) return undefined;
        throw error;
      }
    }),
  );
  return new Map(found.filter((one) => one !== undefined));
}

type Picker = (call: PageCall, asked: PickerRequest, words: PickerText) => Promise<Choices | undefined>;

/** By the last part of a field's name. */
const PICKERS: Record<string, Picker> = {
  listenerId: (call, asked, words) => listeners(call, asked, words),
  QuicListenerId: (call, asked, words) => listeners(call, asked, words, "QUIC"),
  serverGroupId: listed<ListedServerGroup>("/server-groups", "serverGroups", groupLabel, { health: "true" }),
  certificateId: (call, asked, words) =>
    asked.operation === "copyListener" ? storedChoices(call, asked, words) : boundChoices(asked, words),
  certificateIds: (call, asked, words) =>
    asked.operation === "removeCertificates" ? boundChoices(asked, words) : storedChoices(call, asked, words),
  successorId: successors,
  clientCertificateId: clientCertificates,
  rejectedClientCertificateId: clientCertificates,
  caCertificateId: listed<ListedCaCertificate>("/ca-certificates", "caCertificates", caLabel),
  securityPolicyId: listed<ListedTlsPolicy>("/tls-policies", "tlsPolicies", policyLabel),
  ciphers: async () => ({
    isCut: false,
    choices: [...TLS_1_2_CIPHERS, ...TLS_1_3_CIPHERS].map((value) => ({ value, label: value, unfit: "" })),
  }),
  vpcId: listed<ListedVpc>("/vpcs", "vpcs", vpcLabel),
  project: async (call, asked, words) => {
    const found = await listed("/log-projects", "logProjects", ({ id }) => id)(call, asked, words);
    // One that is not there yet is made.
    return found === undefined ? undefined : { ...found, isCut: true };
  },
  logstore: logstores,
};

/** Those of the project that is filled in; while there is none, of the first ones, each name once with its projects. */
async function logstores(call: PageCall, asked: PickerRequest, words: PickerText): Promise<Choices | undefined> {
  const ofAll = { ...asked, listenerId: "" };
  const chosen = asked.values.get("project")?.[0];
  const projects =
    chosen === undefined ? (await rowsOf<ListedResource>(call, "/log-projects", "logProjects", ofAll)).rows : [];
  const names = chosen === undefined ? projects.slice(0, MOST_PROJECTS).map(({ id }) => id) : [chosen];
  const read = await Promise.all(
    names.map(async (project) => {
      const path = `/log-projects/${encodeURIComponent(project)}/logstores`;
      const found = await listed(path, "logstores", ({ id }) => id)(call, ofAll, words);
      return (found?.choices ?? []).map(({ value }) => ({ value, project }));
    }),
  );
  const holders = new Map<string, string[]>();
  for (const { value, project } of read.flat()) holders.set(value, [...(holders.get(value) ?? []), project]);
  return {
    isCut: true,
    choices: [...holders].map(([value, of]) => ({ value, label: `${value} · ${of.join(", ")}`, unfit: "" })),
  };
}

/** Each costs a call. */
const MOST_PROJECTS = 10;

/** A list of the API, each row in one line. */
function listed<Row extends ListedResource>(
  path: string,
  kind: string,
  labelOf: (row: Row, words: PickerText) => string,
  query: Record<string, string> = {},
): Picker {
  return async (call, asked, words) => {
    const { rows, isCut } = await rowsOf<Row>(call, path, kind, asked, query);
    return {
      isCut,
      choices: rows.map((row) => ({
        value: row.id,
        label: `${labelOf(row, words)}${row.isUsed ? ` · ${words.inUse}` : ""}`,
        unfit: row.unfit.map((reason) => (reason as ReportedReason).message).join("; "),
      })),
    };
  };
}

async function rowsOf<Row>(
  { api }: PageCall,
  path: string,
  kind: string,
  { listenerId, values }: PickerRequest,
  query: Record<string, string> = {},
) {
  const place = placeAsked((name) => values.get(name)?.[0]);
  const about = { ...place, ...(listenerId === "" ? {} : { listenerId }) };
  const answer = await api.get<{ nextCursor: string | null }>(path, { limit: "100", ...about, ...query });
  return { rows: (answer as unknown as Record<string, Row[]>)[kind] ?? [], isCut: answer.nextCursor !== null };
}

async function listeners(
  call: PageCall,
  { values }: PickerRequest,
  words: PickerText,
  protocol?: string,
): Promise<Choices> {
  const { account = "", region = "" } = placeAsked((name) => values.get(name)?.[0]);
  const fleet = await readFleet(call, whereIn(call, { account, region }));
  const meant = fleet.listeners.filter((one) => protocol === undefined || one.protocol === protocol);
  return {
    isCut: false,
    choices: meant.map(({ listenerId, description, protocol: own, port, loadBalancerName }) => ({
      value: listenerId,
      label: [description || words.nameless, `${own} ${port}`, loadBalancerName, listenerId].join(" · "),
      unfit: "",
    })),
  };
}

/** What the listener holds, which the certificate service may no longer list. */
async function boundChoices(
  { description, operation }: PickerRequest,
  words: PickerText,
): Promise<Choices | undefined> {
  if (description === undefined) return undefined;
  const isOpen = (isDefault: boolean) => operation === "rotateCertificate" || !isDefault;
  return {
    isCut: false,
    choices: description.certificates
      .filter(({ isDefault }) => isOpen(isDefault))
      .map(({ id, names, daysLeft, isDefault }) => ({
        value: id,
        label: [
          names.length === 0 ? id : names.join(", "),
          ...(daysLeft === null ? [] : [words.daysLeft(daysLeft)]),
          ...(isDefault ? [words.isDefault] : []),
          id,
        ].join(" · "),
        unfit: "",
      })),
  };
}

/** Only where clients show certificates is it worth a list. */
async function clientCertificates(
  call: PageCall,
  asked: PickerRequest,
  words: PickerText,
): Promise<Choices | undefined> {
  return /MutualAuth|CaCertificate/.test(asked.operation) ? storedChoices(call, asked, words) : undefined;
}

async function storedChoices(call: PageCall, asked: PickerRequest, words: PickerText): Promise<Choices> {
  const choices = await listed<ListedStoredCertificate>("/stored-certificates", "storedCertificates", certificateLabel)(
    call,
    asked,
    words,
  );
  const held = new Set(asked.description?.certificates.map(({ id }) => id));
  const isAdded = asked.operation === "addCertificates";
  return {
    isCut: choices?.isCut ?? false,
    choices: (choices?.choices ?? []).filter(({ value }) => !isAdded || !held.has(value)),
  };
}

/** What covers every name of the certificate that is rotated, and ends later, comes first; of the others it is said why not. */
async function successors(call: PageCall, asked: PickerRequest, words: PickerText): Promise<Choices> {
  const { rows, isCut } = await rowsOf<ListedStoredCertificate>(
    call,
    "/stored-certificates",
    "storedCertificates",
    asked,
  );
  const old = asked.description?.certificates.find(({ id }) => id === asked.values.get("certificateId")?.[0]);
  const reasonAgainst = (row: ListedStoredCertificate) => {
    const missing = old === undefined ? [] : namesNotCovered(old.names, row.names);
    const isSooner = old !== undefined && Date.parse(row.endDate) < old.notAfter - DAY_MS;
    return [
      ...row.unfit.map((reason) => (reason as ReportedReason).message),
      ...(missing.length === 0 ? [] : [words.lacks(missing.join(", "))]),
      ...(isSooner ? [words.endsSooner] : []),
    ].join("; ");
  };
  const choices = rows
    .filter(({ id, isUsed }) => !isUsed && id !== old?.id)
    .map((row) => ({ value: row.id, label: certificateLabel(row, words), unfit: reasonAgainst(row) }));
  return { isCut, choices: [...choices.filter(fits), ...choices.filter((choice) => !fits(choice))] };
}

const DAY_MS = 86_400_000;

const fits = ({ unfit }: Choice) => unfit === "";

function groupLabel({ id, name, protocol, servers, health }: ListedServerGroup, words: PickerText): string {
  const state =
    health === null || health === undefined
      ? [words.unchecked]
      : [health.down === 0 ? words.healthy : words.down(health.down)];
  return [name, id, protocol, words.servers(servers), ...(servers === 0 ? [] : state)].join(" · ");
}

function certificateLabel(row: ListedStoredCertificate, words: PickerText): string {
  const { id, names, endDate, daysLeft, algorithm } = row;
  return [names.join(", ") || row.name, words.until(endDate), words.daysLeft(daysLeft), algorithm, id].join(" · ");
}

function caLabel({ id, name, notAfter, daysLeft }: ListedCaCertificate, words: PickerText): string {
  const end =
    notAfter === 0 ? [] : [words.until(new Date(notAfter).toISOString().slice(0, 10)), words.daysLeft(daysLeft)];
  return [name, ...end, id].join(" · ");
}

function policyLabel({ id, name, isSystem, versions, ciphers }: ListedTlsPolicy, words: PickerText): string {
  const offered = versions.map((version) => version.replace("TLSv", "")).join(", ");
  return [isSystem || name === "" ? id : `${name} · ${id}`, `TLS ${offered}`, words.ciphers(ciphers.length)].join(
    " · ",
  );
}

function vpcLabel({ id, loadBalancers }: ListedVpc): string {
  return [
    id,
    ...(loadBalancers.length === 0 ? [] : [loadBalancers.map(({ id: own, name }) => name || own).join(", ")]),
  ].join(" · ");
}
