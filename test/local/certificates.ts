export { makeCa, type MadeCertificate as TestCertificate, makeCertificate } from "../../local/certificates/makeCertificate.ts";
