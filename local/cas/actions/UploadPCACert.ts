import { newUuid } from "../../rpc/ids.ts";
import type { CasAction } from "../call.ts";
import { certificateChain } from "../certificateFacts.ts";
import { warehouses } from "../warehouses.ts";

interface Parameters {
  WarehouseId: number;
  Cert: string;
  PrivateKey?: string;
  Name?: string;
}

/** A CA certificate for the warehouse. Gone from the API of 2025-12 (alb.md §8): kept for clients of before. */
export const uploadPCACert: CasAction<Parameters> = (state, { WarehouseId, Cert, PrivateKey, Name }, call) => {
  const warehouse = warehouses.find(({ WhId }) => WhId === WarehouseId);
  if (warehouse === undefined) throw call.error("NotFound", WarehouseId);
  if (!warehouse.Type.startsWith("upload") || !isCa(Cert)) throw call.error("InvalidCertificate");
  const Identifier = newUuid(call.random).toLowerCase();
  state.caCertificates.put({
    Identifier,
    Cert,
    SourceType: "upload",
    WhId: WarehouseId,
    Status: "ISSUE",
    Name: Name ?? certificateChain(Cert)[0].commonName,
    ExistPrivateKey: PrivateKey !== undefined,
  });
  return { Identifier };
};

function isCa(pem: string): boolean {
  try {
    return certificateChain(pem)[0].isCa;
  } catch {
    return false;
  }
}
