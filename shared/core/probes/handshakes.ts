import type { Clients } from "../../platform/clients.ts";
import { eachLimited } from "../../platform/eachLimited.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { probeFor } from "../../platform/hostnames.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { reasonIn } from "../../platform/reasons/reasonText.ts";
import {
  type Certificate,
  isUnknown,
  readBoundCertificate,
  readOrReport,
  servedFor,
} from "../certificates/certificate.ts";
import { readBoundHeld } from "../certificates/readHeld.ts";
import { certificatesIn, defaultCertificatesOf, type Listener } from "../resources/listenerState.ts";
import type { ProbeResult } from "../verdict.ts";
import { handshake, type OfferedKey } from "./handshake.ts";
import { type Endpoint, probeResult, probeResultOfError } from "./probeResult.ts";

/**
 * A handshake for every name of every certificate that is bound to a listener, and one without a name. Where the
 * certificate service no longer has a certificate, any is as expected in its place. DNS names that no client can ask for are
 * told, as nobody can see whether they are served. A certificate that cannot be read just now hides no other, unless it is
 * among those that the listener has just got (`gets`): then the error is thrown.
 */
export async function probeHandshakes(
  { cas }: Clients,
  listener: Listener,
  endpoint: Endpoint,
  gets?: string[],
): Promise<ProbeResult[]> {
  const defaultIds = defaultCertificatesOf(listener);
  const ids = certificatesIn(listener);
  const unavailable: Certificate[] = [];
  const bound = await eachLimited(ids, async (id) => {
    try {
      return await readBoundCertificate(cas, id);
    } catch (error) {
      if (gets?.includes(id) === true || !(error instanceof AlbflowError)) throw error;
      const again = await readOrReport(cas, id);
      if (again.unavailable !== undefined) unavailable.push(again);
      return again;
    }
  });
  const [defaults, additional] = [bound.slice(0, defaultIds.length), bound.slice(defaultIds.length)];
  const keys = await keysOf(cas, defaultIds);
  const isLost = (one: Certificate) => isUnknown(one) && !unavailable.includes(one);
  const known = bound.some(isLost) ? bound.map(({ serial }) => serial) : undefined;
  const probes = await eachLimited(expectedHandshakes(defaults, additional, keys), (expected) =>
    probeResultOf(endpoint, { ...expected, known }),
  );
  return [
    ...probes,
    ...unavailable.map((one) => probeResultOfUnavailable(one, gets !== undefined)),
    ...bound.flatMap(probeResultOfUnusable),
  ];
}

/** Nobody knows its names. That does not speak against a change that has nothing to do with it. */
function probeResultOfUnavailable({ id, unavailable }: Certificate, isBystander: boolean): ProbeResult {
  const cause = reason("certificate-unreadable", { certificateId: id, cause: reasonIn(unavailable ?? "") });
  return probeResult(
    reason("probe-handshakes-of", { certificateId: id }),
    isBystander ? { found: reason("value-not-probed", { cause }) } : { inconclusive: cause },
  );
}

/** The kinds of key of two defaults, in their order; nothing where there is one only, whoever asks is served that one. */
async function keysOf(cas: Clients["cas"], defaultIds: string[]): Promise<(OfferedKey | undefined)[]> {
  if (defaultIds.length < 2) return [];
  const held = await eachLimited(defaultIds, (id) => readBoundHeld(cas, id));
  return held.map(({ chain: [leaf] }) => (leaf === undefined || leaf.key.kind === "other" ? undefined : leaf.key.kind));
}

/**
 * The serial that each name, and no name, must be served; where two defaults serve it, by the kind of key that the client
 * can use (real-cloud.md CB5): a handshake of each kind.
 */
function expectedHandshakes(
  defaults: Certificate[],
  additional: Certificate[],
  keys: (OfferedKey | undefined)[] = [],
): { serverName: string | undefined; serial: string; key?: OfferedKey }[] {
  const [first] = defaults;
  if (first === undefined) return [];
  const names = new Set([...defaults, ...additional].flatMap((certificate) => certificate.names.map(probeFor)));
  const both = { ...first, names: defaults.flatMap((one) => one.names) };
  return [undefined, ...names].flatMap((serverName) => {
    const served = servedFor(serverName, both, additional);
    if (served !== both || defaults.length < 2) return [{ serverName, serial: served.serial }];
    return defaults.flatMap(({ serial }, at) => {
      const key = keys[at];
      return key === undefined ? [] : [{ serverName, serial, key }];
    });
  });
}

interface Expected {
  serverName: string | undefined;
  /** The only kind of key that the client offers to take; absent: any. */
  key?: OfferedKey;
  /** Empty where the certificate is unknown. */
  serial: string;
  /** All serials that are known, where there are certificates of which nothing is: any other serial may be theirs. */
  known: string[] | undefined;
}

async function probeResultOf(endpoint: Endpoint, { serverName, serial, known, key }: Expected): Promise<ProbeResult> {
  const asked = { serverName: serverName ?? null, key: key === undefined ? null : KEY_NAMES[key] };
  const probe = reason("probe-handshake", asked);
  const orUnknown = known !== undefined && serverName !== undefined;
  const expected =
    serial === ""
      ? reason("value-unknown-certificate")
      : reason(orUnknown ? "value-serial-or-unknown" : "value-serial", { serial });
  try {
    const { protocol: _, cipher: __, ...served } = await handshake({ ...endpoint, serverName, key });
    const found = reason("value-serial", { serial: served.serial });
    const isRight = served.serial === serial || serial === "" || (orUnknown && !known.includes(served.serial));
    if (isRight) return probeResult(probe, { expected, found, served });
    const { names, notAfter } = served;
    const few = names.slice(0, MOST_NAMES);
    const problem = reason("wrong-certificate", { ...asked, serial: served.serial, names: few, notAfter, expected });
    return probeResult(probe, { expected, found, served, problem });
  } catch (error) {
    return probeResultOfError(probe, expected, error, (cause) => reason("no-certificate-served", { ...asked, cause }));
  }
}

const KEY_NAMES: Record<OfferedKey, string> = { RSA: "RSA", EC: "ECDSA" };

/** Every look says so, and a certificate may have a hundred of them. */
const MOST_NAMES = 4;

function probeResultOfUnusable({ id, unusable }: Certificate): ProbeResult[] {
  if (unusable.length === 0) return [];
  const names = unusable.slice(0, 3).map((name) => name.slice(0, 80));
  const found = reason("value-unusable-names", { names, count: unusable.length });
  return [
    probeResult(reason("probe-dns-names", { certificateId: id }), { expected: reason("value-not-asked-for"), found }),
  ];
}
