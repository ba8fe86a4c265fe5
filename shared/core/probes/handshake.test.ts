import { createServer, type Server } from "node:tls";
import { afterEach, expect, test } from "vitest";
import { alternative, type OddRequest, oddCertificate } from "../../../test/local/oddCertificate.ts";
import { handshake } from "./handshake.ts";

let server: Server | undefined;
afterEach(() => void server?.close());

/** A server on this machine that shows a certificate. */
async function serve(request: OddRequest): Promise<{ host: string; port: number }> {
  const { certificatePem, privateKeyPem } = oddCertificate(request);
  const opened = createServer({ cert: certificatePem, key: privateKeyPem });
  server = opened;
  await new Promise<void>((resolve) => opened.listen(0, "127.0.0.1", resolve));
  return { host: "127.0.0.1", port: (opened.address() as { port: number }).port };
}

test("a handshake tells the names by their kind, and who the certificate is for", async () => {
  const endpoint = await serve({
    alternatives: [alternative("dns", "Shop.example.com"), alternative("uri", "urn:DNS:other.example.com")],
  });
  expect(await handshake({ ...endpoint, serverName: "shop.example.com" })).toMatchObject({
    names: ["shop.example.com"],
  });
});

test("a served certificate that cannot be read is a handshake that failed, and no crash", async () => {
  const endpoint = await serve({ alternatives: [alternative("dns", "shop.example.com")], lists: 2 });
  await expect(handshake({ ...endpoint, serverName: "shop.example.com" })).rejects.toMatchObject({
    kind: "Transient",
    message: expect.stringMatching(/certificate .* cannot be read/),
  });
});
