import type { Recording } from "../recording.ts";

/** Every action of Alibaba Cloud DNS. */
export async function dnsScenario({ call, cloud }: Recording): Promise<void> {
  const dns = <Answer = Record<string, never>>(action: string, parameters: object = {}) =>
    call<Answer>("dns", action, parameters);
  const DomainName = "fidelity.example";
  cloud.alidns.putDomain(DomainName);
  const mail = { RR: "mail", Type: "MX", Value: "mx.fidelity.example", Priority: 5, TTL: 600 };
  const { RecordId } = await dns<{ RecordId: string }>("AddDomainRecord", { DomainName, ...mail });
  await dns("DescribeDomainRecordInfo", { RecordId });
  await dns("UpdateDomainRecord", { RecordId, ...mail, Value: "mx2.fidelity.example" });
  await dns("UpdateDomainRecordRemark", { RecordId, Remark: "mail" });
  await dns("SetDomainRecordStatus", { RecordId, Status: "Disable" });
  await dns("DescribeDomainRecordInfo", { RecordId });
  await dns("DescribeDomains", {});
  await dns("DescribeDomainRecords", { DomainName });
  await dns("DescribeSubDomainRecords", { SubDomain: `mail.${DomainName}` });
  await dns("DeleteDomainRecord", { RecordId });
}
