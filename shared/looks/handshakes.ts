import { type Certificate, readBoundCertificate, servedFor } from "../certificate.ts";
import type { Doors } from "../doors.ts";
import { eachLimited } from "../eachLimited.ts";
import { defaultCertificateOf, type Listener } from "../facets/listener.ts";
import { handshake } from "../handshake.ts";
import { probeFor } from "../hostnames.ts";
import type { Sight } from "../verdict.ts";
import { type Place, sight, sightOfError } from "./sight.ts";

/**
 * A handshake for every name of every certificate that is bound to a listener, and one without a name. Where the
 * certificate service no longer has the certificate, any is as expected.
 */
export async function lookAtHandshakes({ cas }: Doors, listener: Listener, place: Place): Promise<Sight[]> {
  const ids = [defaultCertificateOf(listener) ?? "", ...(listener.AdditionalCertificates ?? [])];
  const [fallback, ...additional] = await eachLimited(ids, (id) => readBoundCertificate(cas, id));
  return eachLimited(expectedHandshakes(fallback as Certificate, additional), (expected) =>
    sightOf(place, expected.serverName, expected.serial),
  );
}

/** The serial that each name, and no name, must be served. */
export function expectedHandshakes(
  fallback: Certificate,
  additional: Certificate[],
): { serverName: string | undefined; serial: string }[] {
  const names = new Set([fallback, ...additional].flatMap((certificate) => certificate.names.map(probeFor)));
  return [undefined, ...names].map((serverName) => ({
    serverName,
    serial: servedFor(serverName, fallback, additional).serial,
  }));
}

async function sightOf(place: Place, serverName: string | undefined, serial: string): Promise<Sight> {
  const look = serverName === undefined ? "handshake without a name" : `handshake for ${serverName}`;
  const who = serverName === undefined ? "clients that send no name" : `clients that ask for ${serverName}`;
  const expected = serial === "" ? "a certificate that the certificate service no longer has" : `serial ${serial}`;
  try {
    const { protocol: _, cipher: __, ...served } = await handshake({ ...place, serverName });
    const found = `serial ${served.serial}`;
    if (served.serial === serial || serial === "") return sight(look, { expected, found, served });
    const problem = `${who} are served the certificate with ${found} (${served.names.join(", ")}; expires ${served.notAfter.slice(0, 10)}) instead of ${expected}`;
    return sight(look, { expected, found, served, problem });
  } catch (error) {
    return sightOfError(look, expected, error, (why) => `${who} get no certificate: ${why}`);
  }
}
