import type { Doors } from "../../platform/doors.ts";
import { eachLimited } from "../../platform/eachLimited.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { probeFor } from "../../platform/hostnames.ts";
import {
  type Certificate,
  isUnknown,
  readBoundCertificate,
  readOrTell,
  servedFor,
} from "../certificates/certificate.ts";
import { readBoundHeld } from "../certificates/readHeld.ts";
import { certificatesIn, defaultCertificatesOf, type Listener } from "../resources/listenerState.ts";
import type { Sight } from "../verdict.ts";
import { handshake, type OfferedKey } from "./handshake.ts";
import { type Place, sight, sightOfError } from "./sight.ts";

/**
 * A handshake for every name of every certificate that is bound to a listener, and one without a name. Where the
 * certificate service no longer has a certificate, any is as expected in its place. DNS names that no client can ask for are
 * told, as nobody can see whether they are served. A certificate that cannot be read just now hides no other, unless it is
 * among those that the listener has just got (`gets`): then the error is thrown.
 */
export async function lookAtHandshakes(
  { cas }: Doors,
  listener: Listener,
  place: Place,
  gets?: string[],
): Promise<Sight[]> {
  const defaultIds = defaultCertificatesOf(listener);
  const ids = certificatesIn(listener);
  const unread: Certificate[] = [];
  const bound = await eachLimited(ids, async (id) => {
    try {
      return await readBoundCertificate(cas, id);
    } catch (error) {
      if (gets?.includes(id) === true || !(error instanceof AlbflowError)) throw error;
      const again = await readOrTell(cas, id);
      if (again.unread !== undefined) unread.push(again);
      return again;
    }
  });
  const [defaults, additional] = [bound.slice(0, defaultIds.length), bound.slice(defaultIds.length)];
  const keys = await keysOf(cas, defaultIds);
  const isLost = (one: Certificate) => isUnknown(one) && !unread.includes(one);
  const known = bound.some(isLost) ? bound.map(({ serial }) => serial) : undefined;
  const sights = await eachLimited(expectedHandshakes(defaults, additional, keys), (expected) =>
    sightOf(place, { ...expected, known }),
  );
  return [...sights, ...unread.map((one) => sightOfUnread(one, gets !== undefined)), ...bound.flatMap(sightOfUnusable)];
}

/** Nobody knows its names. That does not speak against a change that has nothing to do with it. */
function sightOfUnread({ id, unread }: Certificate, isBystander: boolean): Sight {
  const why = `${id} cannot be read: ${unread}`;
  return sight(
    `handshakes for the names of ${id}`,
    isBystander ? { found: `not looked at; ${why}` } : { notVerified: why },
  );
}

/** The kinds of key of two defaults, in their order; nothing where there is one only, whoever asks is served that one. */
async function keysOf(cas: Doors["cas"], defaultIds: string[]): Promise<(OfferedKey | undefined)[]> {
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

/** Every look says so, and a certificate may have a hundred of them. */
function fewOf(names: string[]): string {
  return names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
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

async function sightOf(place: Place, { serverName, serial, known, key }: Expected): Promise<Sight> {
  const only = key === undefined ? "" : ` with ${KEY_NAMES[key]} keys only`;
  const look = `${serverName === undefined ? "handshake without a name" : `handshake for ${serverName}`}${only}`;
  const able = key === undefined ? "" : ` and take ${KEY_NAMES[key]} keys only`;
  const who = `${serverName === undefined ? "clients that send no name" : `clients that ask for ${serverName}`}${able}`;
  const orUnknown = known !== undefined && serverName !== undefined;
  const expected = serial === "" ? UNKNOWN : `serial ${serial}${orUnknown ? `, or ${UNKNOWN}` : ""}`;
  try {
    const { protocol: _, cipher: __, ...served } = await handshake({ ...place, serverName, key });
    const found = `serial ${served.serial}`;
    const isRight = served.serial === serial || serial === "" || (orUnknown && !known.includes(served.serial));
    if (isRight) return sight(look, { expected, found, served });
    const problem = `${who} are served the certificate with ${found} (${fewOf(served.names)}; expires ${served.notAfter.slice(0, 10)}) instead of ${expected}`;
    return sight(look, { expected, found, served, problem });
  } catch (error) {
    return sightOfError(look, expected, error, (why) => `${who} get no certificate: ${why}`);
  }
}

const KEY_NAMES: Record<OfferedKey, string> = { RSA: "RSA", EC: "ECDSA" };

const UNKNOWN = "a certificate that the certificate service no longer has";

function sightOfUnusable({ id, unusable }: Certificate): Sight[] {
  if (unusable.length === 0) return [];
  const more = unusable.length > 3 ? ` and ${unusable.length - 3} more` : "";
  const names = unusable.slice(0, 3).map((name) => JSON.stringify(name.slice(0, 80)));
  const found = `${names.join(", ")}${more}, which no client can ask for`;
  return [sight(`DNS names of ${id}`, { expected: "not asked for", found })];
}
