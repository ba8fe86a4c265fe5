import { type Certificate, isUnknown, readBoundCertificate, readOrTell, servedFor } from "../certificate.ts";
import type { Doors } from "../doors.ts";
import { eachLimited } from "../eachLimited.ts";
import { AlbflowError } from "../errors.ts";
import { defaultCertificateOf, type Listener } from "../facets/listenerState.ts";
import { handshake } from "../handshake.ts";
import { probeFor } from "../hostnames.ts";
import type { Sight } from "../verdict.ts";
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
  const ids = [defaultCertificateOf(listener) ?? "", ...(listener.AdditionalCertificates ?? [])];
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
  const [fallback, ...additional] = bound;
  const isLost = (one: Certificate) => isUnknown(one) && !unread.includes(one);
  const known = bound.some(isLost) ? bound.map(({ serial }) => serial) : undefined;
  const sights = await eachLimited(expectedHandshakes(fallback as Certificate, additional), (expected) =>
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

/** The serial that each name, and no name, must be served. */
function expectedHandshakes(
  fallback: Certificate,
  additional: Certificate[],
): { serverName: string | undefined; serial: string }[] {
  const names = new Set([fallback, ...additional].flatMap((certificate) => certificate.names.map(probeFor)));
  return [undefined, ...names].map((serverName) => ({
    serverName,
    serial: servedFor(serverName, fallback, additional).serial,
  }));
}

/** Every look says so, and a certificate may have a hundred of them. */
function fewOf(names: string[]): string {
  return names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}

interface Expected {
  serverName: string | undefined;
  /** Empty where the certificate is unknown. */
  serial: string;
  /** All serials that are known, where there are certificates of which nothing is: any other serial may be theirs. */
  known: string[] | undefined;
}

async function sightOf(place: Place, { serverName, serial, known }: Expected): Promise<Sight> {
  const look = serverName === undefined ? "handshake without a name" : `handshake for ${serverName}`;
  const who = serverName === undefined ? "clients that send no name" : `clients that ask for ${serverName}`;
  const orUnknown = known !== undefined && serverName !== undefined;
  const expected = serial === "" ? UNKNOWN : `serial ${serial}${orUnknown ? `, or ${UNKNOWN}` : ""}`;
  try {
    const { protocol: _, cipher: __, ...served } = await handshake({ ...place, serverName });
    const found = `serial ${served.serial}`;
    const isRight = served.serial === serial || serial === "" || (orUnknown && !known.includes(served.serial));
    if (isRight) return sight(look, { expected, found, served });
    const problem = `${who} are served the certificate with ${found} (${fewOf(served.names)}; expires ${served.notAfter.slice(0, 10)}) instead of ${expected}`;
    return sight(look, { expected, found, served, problem });
  } catch (error) {
    return sightOfError(look, expected, error, (why) => `${who} get no certificate: ${why}`);
  }
}

const UNKNOWN = "a certificate that the certificate service no longer has";

function sightOfUnusable({ id, unusable }: Certificate): Sight[] {
  if (unusable.length === 0) return [];
  const more = unusable.length > 3 ? ` and ${unusable.length - 3} more` : "";
  const names = unusable.slice(0, 3).map((name) => JSON.stringify(name.slice(0, 80)));
  const found = `${names.join(", ")}${more}, which no client can ask for`;
  return [sight(`DNS names of ${id}`, { expected: "not asked for", found })];
}
