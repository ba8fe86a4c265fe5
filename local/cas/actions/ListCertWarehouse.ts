import type { CasAction } from "../call.ts";
import { casPage } from "../paging.ts";
import { warehouses } from "../warehouses.ts";

interface Parameters {
  Name?: string;
  InstanceId?: string;
  Type?: string;
  CurrentPage?: number;
  ShowSize?: number;
}

/** No warehouse of this cloud expires within anybody's lifetime: 2099-12-31. */
const FOR_EVER = Date.UTC(2099, 11, 31);

/** The warehouses, by name, instance or type. */
export const listCertWarehouse: CasAction<Parameters> = (_state, parameters) => {
  const { Name, InstanceId, Type } = parameters;
  const found = warehouses.filter(
    (warehouse) =>
      (Name === undefined || warehouse.Name.includes(Name)) &&
      (InstanceId === undefined || warehouse.InstanceId === InstanceId) &&
      (Type === undefined || warehouse.Type === Type),
  );
  const { shown, ...page } = casPage(found, parameters);
  return {
    ...page,
    CertWarehouseList: shown.map((warehouse) => ({
      ...warehouse,
      Qps: 100,
      IsExpired: false,
      EndTime: FOR_EVER,
      ...(warehouse.Type === "aliyunPCA" ? { PcaInstanceId: "cas-pca-local" } : {}),
    })),
  };
};
