import { createPrivateKey, X509Certificate } from "node:crypto";
import type { Client, Order } from "acme-client";
import { parseCertificate } from "../../../core/certificates/certificate.ts";
import { AlbflowError } from "../../../platform/errors.ts";
import { namesNotCovered } from "../../../platform/hostnames.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import { acmeError, acmeProblemText } from "./acmeError.ts";
import { certificateRequest } from "./certificateRequest.ts";
import { waitFor } from "./waitFor.ts";

/** One call to an ACME server, repeated while the server cannot be reached. */
export type AcmeCall = <Result>(what: string, make: () => Promise<Result>) => Promise<Result>;

/** A certificate and the key that was made for it. */
export interface IssuedPair {
  /** Leaf first, then the chain. */
  certificatePem: string;
  /** PKCS #8. */
  privateKeyPem: string;
}

/**
 * Has the certificate of an order made for this key, where the names are proven, and fetches it; one that is made already
 * is only fetched. Throws `AlbflowError` Refused when the server gives the order up, Failed when it sends another
 * certificate than was ordered.
 */
export async function finishOrder(
  client: Client,
  call: AcmeCall,
  placed: Pick<Order, "url">,
  {
    names,
    privateKeyPem,
    preferredChain,
    deadline,
  }: { names: string[]; privateKeyPem: string; preferredChain: string | undefined; deadline: number },
): Promise<IssuedPair> {
  const request = certificateRequest(names, createPrivateKey(privateKeyPem));
  const valid = await waitFor<Order>({ what: "acme-certificate" }, deadline, async () => {
    const order = await call("order", () => client.getOrder(placed as Order));
    if (order.status === "valid") return order;
    if (order.status === "invalid") {
      const { reason: cause } = acmeError("order", new Error(acmeProblemText(400, order.error)));
      throw new AlbflowError("Refused", reason("acme-order-invalid", { cause }));
    }
    if (order.status === "ready") await call("finalize", () => client.finalizeOrder(order, request));
    return { notYet: reason("acme-order-status", { status: order.status }) };
  });
  const pair = {
    certificatePem: await call("certificate", () => client.getCertificate(valid, preferredChain)),
    privateKeyPem,
  };
  refuseWrong(pair, names);
  return pair;
}

function refuseWrong({ certificatePem, privateKeyPem }: IssuedPair, names: string[]) {
  const leaf = new X509Certificate(certificatePem);
  const missing = namesNotCovered(names, parseCertificate(certificatePem).names);
  if (missing.length === 0 && leaf.checkPrivateKey(createPrivateKey(privateKeyPem))) return;
  throw new AlbflowError("Failed", reason("acme-wrong-certificate", { missing }));
}
