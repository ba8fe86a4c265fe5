import type { CertificateFate } from "../../../shared/features/inventory/listedFate.ts";
import { DaysLeft } from "../../parts/DaysLeft.tsx";
import { State } from "../../parts/State.tsx";
import type { Language } from "../../words/language.ts";
import { wordsIn } from "../../words/words.ts";
import { OUTLOOK_KINDS } from "../certificates/CertificateTable.tsx";
import { certificatesWords } from "../certificates/words.ts";
import { nowWords } from "./words.ts";

/** The certificates that end next, and what becomes of each. */
export function NextToEnd(props: { certificates: CertificateFate[]; language: Language; now: number }) {
  const { certificates, language, now } = props;
  const outlooks = wordsIn(certificatesWords, language);
  if (certificates.length === 0) return <p class="body faint">{wordsIn(nowWords, language).noCertificates}</p>;
  return (
    <ul class="body lines">
      {certificates.slice(0, SHOWN).map((certificate) => {
        const { id, names, outlook, dueAt } = certificate;
        return (
          <li>
            <strong>{names[0] ?? id}</strong>
            <DaysLeft certificate={certificate} isDue={dueAt <= now && outlook !== "covered"} language={language} />
            <span class="wrongs">
              <State kind={OUTLOOK_KINDS[outlook]}>{outlooks[outlook]}</State>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

const SHOWN = 6;
