import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeCertificate } from "../../local/certificates/makeCertificate.ts";
import type { EmptyAccount } from "./emptyAccount.ts";

/** An albflow.yaml in which everything that takes rights of its own is asked for. */
export const SHOP = `region: cn-hangzhou
secret: env:SHOP_SECRET
logs: { project: albflow-shop }
domain: { name: shop.localhost, certificateId: "24664588" }
callers: { people: { issuer: https://sso.example.com, audience: a, keys: https://sso.example.com/k } }
remediation: { trail: { project: albflow-shop, logstore: actiontrail_shoptrail } }
`;

/** Puts it into the person's folder, and the domain's certificate into the certificate service. */
export async function prepareShop({ cloud, folder }: EmptyAccount): Promise<void> {
  const pair = await makeCertificate({ names: ["shop.localhost"] });
  cloud.cas.putCertificate({ name: "shop", certId: 24664588, ...pair });
  writeFileSync(join(folder, "albflow.yaml"), SHOP);
}
