import { caCertificateView, yearsOf } from "../caCertificateView.ts";
import type { CasAction } from "../call.ts";
import { casPage } from "../paging.ts";

interface Parameters {
  CurrentPage?: number;
  ShowSize?: number;
  Identifier?: string;
}

/** The CA certificates that mutual TLS can name. */
export const describeCACertificateList: CasAction<Parameters> = (state, { Identifier, ...paging }) => {
  const found = [...state.caCertificates.all()].filter(
    (row) => Identifier === undefined || row.Identifier === Identifier,
  );
  const { shown, ...page } = casPage(found, { ShowSize: 20, ...paging });
  return {
    ...page,
    PageCount: Math.ceil(page.TotalCount / page.ShowSize),
    CertificateList: shown.map((row) => ({ ...caCertificateView(row), Years: yearsOf(row) })),
  };
};
