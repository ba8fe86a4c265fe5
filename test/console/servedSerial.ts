import { connect } from "node:tls";
import { cloudEndpoints } from "../../local/admin/cloudEndpoints.ts";
import type { LocalCloud } from "../../local/cloud.ts";

/** The serial number of the certificate that a client is served who asks for no name. */
export async function servedSerial(cloud: LocalCloud, listenerId: string): Promise<string> {
  const { listeners } = await cloudEndpoints(cloud);
  const { hostname, port } = new URL(listeners.find((one) => one.listenerId === listenerId)?.url ?? "");
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) || 443, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    });
    socket.once("error", reject);
  });
}
