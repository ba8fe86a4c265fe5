import { makeCertificate } from "../../local/certificates.ts";
import type { Recording } from "../recording.ts";

/** Every action of the certificate service, over uploaded, expired and issued certificates and CAs. */
export async function casScenario({ call, cloud }: Recording): Promise<void> {
  const cas = <Answer = Record<string, never>>(action: string, parameters: object = {}) =>
    call<Answer>("cas", action, parameters);
  const pair = await makeCertificate({ names: ["fidelity.example.com", "*.fidelity.example.com"] });
  const issued = await makeCertificate({ names: ["issued.example.com"] });
  cloud.cas.putCertificate({ name: "issued", certId: 777, source: "issued", ...issued });
  const { CertId } = await cas<{ CertId: number }>("UploadUserCertificate", {
    Name: "fidelity",
    Cert: pair.certificatePem,
    Key: pair.privateKeyPem,
    ResourceGroupId: "rg-other",
    Tags: [{ Key: "env", Value: "test" }],
  });
  await cas("GetUserCertificateDetail", { CertId });
  await cas("CreateCertificateName", { CertificateId: CertId, Name: "renamed" });
  for (const id of [CertId, 777, 24664588]) {
    await cas("GetUserCertificateDetail", { CertId: id });
    await cas("GetUserCertificateDetail", { CertId: id, CertFilter: true });
    await cas("GetCertificateDetail", { CertificateId: id });
    await cas("DescribeUserCertificateDetail", { CertId: id });
  }
  await cas("ListUserCertificateOrder", { OrderType: "CERT" });
  await cas("ListUserCertificateOrder", { OrderType: "UPLOAD", ShowSize: 1 });
  await cas("ListCertWarehouse", {});
  await cas("ListCert", {});
  await cas("ListCert", { CertType: "CA" });
  const job = { Name: "rollout", JobType: "user", CertIds: String(CertId), ResourceIds: "1", ContactIds: "1" };
  const { JobId } = await cas<{ JobId: number }>("CreateDeploymentJob", job);
  await cas("DescribeDeploymentJob", { JobId });
  await cas("UpdateDeploymentJobStatus", { JobId, Status: "scheduling" });
  await cas("DescribeDeploymentJob", { JobId });
  const later = await cas<{ JobId: number }>("CreateDeploymentJob", { ...job, ScheduleTime: 1_000 });
  await cas("DescribeDeploymentJob", { JobId: later.JobId });
  const ca = cloud.cas.caCertificate("1ef0c11e-c0a1-6e40-9d52-00163e0c1a01")?.certificatePem ?? "";
  const { Identifier } = await cas<{ Identifier: string }>("UploadPCACert", { WarehouseId: 2, Cert: ca, Name: "ca" });
  await cas("DescribeCACertificateList", {});
  await cas("DescribeCACertificate", { Identifier });
  await cas("DeletePCACert", { Identifier });
  await cas("DeleteUserCertificate", { CertId });
}
