import { allows } from "../../../shared/features/api/authentication/identity.ts";
import type { CertificateList, CertificateStatus } from "../../../shared/features/inventory/certificateStatus.ts";
import { regionName } from "../../../shared/platform/place.ts";
import { createCache, type Read, type ReadBy } from "../../cache.ts";
import { ReadAt } from "../../components/ReadAt.tsx";
import { type Where, whereQuery } from "../../fleet.ts";
import { Deferred } from "../../page/Deferred.tsx";
import type { ReportedReason } from "../../reportedReason.ts";
import { CONSOLE, type PageCall, type View } from "../../view.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { SelectedForm } from "../bulk/SelectedForm.tsx";
import { whereIn } from "../listeners/filters.ts";
import { CertificateTable } from "./CertificateTable.tsx";
import { certificatesWords } from "./certificatesWords.ts";
import { type ReportedRound, Round } from "./Round.tsx";
import { scaleOf } from "./scale.ts";
import { Legend } from "./Timeline.tsx";

/** When every certificate ends, what follows it, and who has to do something. */
export const certificatesViews: View[] = [
  { method: "GET", path: "/certificates", section: "certificates", answer: certificatesPage },
  {
    method: "GET",
    path: "/rounds/:name",
    section: "certificates",
    // Where notices of renewal lead.
    async answer({ api, path, language }) {
      const round = await api.get<ReportedRound>(`/rounds/${encodeURIComponent(path.name ?? "")}`);
      return { title: wordsIn(certificatesWords, language).round, page: <Round round={round} language={language} /> };
    },
  },
  {
    method: "GET",
    path: "/certificates/rows",
    section: "certificates",
    isFragment: true,
    answer: async (call) => ({ fragment: <Certificates call={call} read={await readCertificates(call)} /> }),
  },
];

/** All of them; remembered for a minute. */
export async function readCertificates(call: PageCall): Promise<Read<CertificateList>> {
  const where = whereOf(call);
  const known = memory.recall(call, where);
  if (known !== undefined) return known;
  return memory.keep(call, where, await call.api.get<CertificateList & ReadBy>("/certificates", whereQuery(where)));
}

/** Whether somebody has to do something about it, or soon. */
function needsSomebody({ renewalStatus, daysLeft }: CertificateStatus): boolean {
  return renewalStatus === "blocked" || renewalStatus === "expired" || daysLeft === null || daysLeft < 7;
}

const memory = createCache<CertificateList>({ seconds: 120, most: 20 });

async function certificatesPage(call: PageCall) {
  const { language, query, regions, accounts } = call;
  const words = wordsIn(certificatesWords, language);
  const known = memory.recall(call, whereOf(call));
  const page = (
    <>
      <div class="heading">
        <h1>{words.title}</h1>
        <p class="faint">{words.lead}</p>
      </div>
      <search>
        <form class="filters" method="get" action={`${CONSOLE}/certificates`} data-send-on-change>
          {accounts.length > 1 ? (
            <div class="field">
              <label for="account">{words.account}</label>
              <select id="account" name="account">
                {[...accounts.map((account) => [account, account] as const), ["all", words.allAccounts] as const].map(
                  ([value, text]) => (
                    <option value={value} selected={value === query.get("account")}>
                      {text}
                    </option>
                  ),
                )}
              </select>
            </div>
          ) : null}
          {regions.length > 1 ? (
            <div class="field">
              <label for="region">{words.region}</label>
              <select id="region" name="region">
                {[
                  ...(query.has("account") ? [["", words.anyRegion] as const] : []),
                  ...regions.map((region) => [region, region] as const),
                  ["all", words.allRegions] as const,
                ].map(([value, text]) => (
                  <option value={value} selected={value === query.get("region")}>
                    {text}
                  </option>
                ))}
              </select>
            </div>
          ) : null}
          <label class="check">
            <input type="checkbox" name="trouble" value="1" checked={query.has("trouble")} />
            {words.trouble}
          </label>
          <button type="submit">{words.filter}</button>
          <Legend language={language} />
        </form>
      </search>
      {known === undefined ? (
        <Deferred from={address("/certificates/rows", query)} language={language}>
          <p class="card reading">{words.reading}</p>
        </Deferred>
      ) : (
        <Certificates call={call} read={known} />
      )}
    </>
  );
  return { title: words.title, page };
}

function Certificates({ call, read }: { call: PageCall; read: Read<CertificateList> }) {
  const { language, now, query, identity } = call;
  const words = wordsIn(certificatesWords, language);
  const { certificates, unavailable } = read.value;
  const shown = query.has("trouble") ? certificates.filter(needsSomebody) : certificates;
  const again = new URLSearchParams(query);
  again.set("fresh", "");
  return (
    <div class="card">
      {unavailable.map(({ account, region, reason }) => (
        <div class="notice warn">
          <p>{words.unavailableRegion(regionName({ account, region }))}</p>
          <p class="faint">{(reason as ReportedReason).message}</p>
        </div>
      ))}
      <p class="caption">
        <span>{words.count(shown.length, certificates.length)}</span>
        <span class="faint">
          <ReadAt at={read.readAt} now={now} language={language} /> ·{" "}
          <a href={address("/certificates", again)}>{words.refresh}</a>
        </span>
      </p>
      {shown.length === 0 ? (
        <p class="empty">{certificates.length === 0 ? words.noneAtAll : words.none}</p>
      ) : (
        <CertificateTable
          certificates={shown}
          scale={scaleOf(shown, now)}
          identity={identity}
          language={language}
          now={now}
        />
      )}
      {shown.some(({ successor }) => successor !== null) ? (
        <SelectedForm
          operation="rotateCertificate"
          hidden={whereQuery(whereOf(call))}
          may={(operation) => allows(identity, "operate", { operation })}
          language={language}
        />
      ) : null}
    </div>
  );
}

function whereOf(call: PageCall): Where {
  const [account, region] = [call.query.get("account") ?? "", call.query.get("region") ?? ""];
  return whereIn(call, { account, region });
}

function address(path: string, query: URLSearchParams): string {
  const kept = new URLSearchParams([...query].filter(([name]) => name !== "lang"));
  return kept.size === 0 ? `${CONSOLE}${path}` : `${CONSOLE}${path}?${kept.toString()}`;
}
