import { createCertificateName } from "./actions/CreateCertificateName.ts";
import { createDeploymentJob } from "./actions/CreateDeploymentJob.ts";
import { deletePCACert } from "./actions/DeletePCACert.ts";
import { deleteUserCertificate } from "./actions/DeleteUserCertificate.ts";
import { describeCACertificate } from "./actions/DescribeCACertificate.ts";
import { describeCACertificateList } from "./actions/DescribeCACertificateList.ts";
import { describeDeploymentJob } from "./actions/DescribeDeploymentJob.ts";
import { describeUserCertificateDetail } from "./actions/DescribeUserCertificateDetail.ts";
import { getCertificateDetail } from "./actions/GetCertificateDetail.ts";
import { getUserCertificateDetail } from "./actions/GetUserCertificateDetail.ts";
import { listCert } from "./actions/ListCert.ts";
import { listCertWarehouse } from "./actions/ListCertWarehouse.ts";
import { listUserCertificateOrder } from "./actions/ListUserCertificateOrder.ts";
import { updateDeploymentJobStatus } from "./actions/UpdateDeploymentJobStatus.ts";
import { uploadPCACert } from "./actions/UploadPCACert.ts";
import { uploadUserCertificate } from "./actions/UploadUserCertificate.ts";
import type { CasAction } from "./call.ts";

/** Every action of CAS that this cloud plays, by its name on the wire. */
export const casActions: Readonly<Record<string, CasAction<never>>> = {
  CreateCertificateName: createCertificateName,
  CreateDeploymentJob: createDeploymentJob,
  DeletePCACert: deletePCACert,
  DeleteUserCertificate: deleteUserCertificate,
  DescribeCACertificate: describeCACertificate,
  DescribeCACertificateList: describeCACertificateList,
  DescribeDeploymentJob: describeDeploymentJob,
  DescribeUserCertificateDetail: describeUserCertificateDetail,
  GetCertificateDetail: getCertificateDetail,
  GetUserCertificateDetail: getUserCertificateDetail,
  ListCert: listCert,
  ListCertWarehouse: listCertWarehouse,
  ListUserCertificateOrder: listUserCertificateOrder,
  UpdateDeploymentJobStatus: updateDeploymentJobStatus,
  UploadPCACert: uploadPCACert,
  UploadUserCertificate: uploadUserCertificate,
};
