import { addDomainRecord } from "./actions/AddDomainRecord.ts";
import { deleteDomainRecord } from "./actions/DeleteDomainRecord.ts";
import { describeDomainRecordInfo } from "./actions/DescribeDomainRecordInfo.ts";
import { describeDomainRecords } from "./actions/DescribeDomainRecords.ts";
import { describeDomains } from "./actions/DescribeDomains.ts";
import { describeSubDomainRecords } from "./actions/DescribeSubDomainRecords.ts";
import { setDomainRecordStatus } from "./actions/SetDomainRecordStatus.ts";
import { updateDomainRecord } from "./actions/UpdateDomainRecord.ts";
import { updateDomainRecordRemark } from "./actions/UpdateDomainRecordRemark.ts";
import type { AlidnsAction } from "./call.ts";

/** Every action of Alibaba Cloud DNS that this cloud plays, by its name on the wire. */
export const alidnsActions: Readonly<Record<string, AlidnsAction<never>>> = {
  AddDomainRecord: addDomainRecord,
  DeleteDomainRecord: deleteDomainRecord,
  DescribeDomainRecordInfo: describeDomainRecordInfo,
  DescribeDomainRecords: describeDomainRecords,
  DescribeDomains: describeDomains,
  DescribeSubDomainRecords: describeSubDomainRecords,
  SetDomainRecordStatus: setDomainRecordStatus,
  UpdateDomainRecord: updateDomainRecord,
  UpdateDomainRecordRemark: updateDomainRecordRemark,
};
