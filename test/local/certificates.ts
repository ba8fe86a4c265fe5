export {
  type MadeCertificate as TestCertificate,
  makeCa,
  makeCertificate,
} from "../../local/certificates/makeCertificate.ts";
