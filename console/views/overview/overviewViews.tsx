import type { ReadBy } from "../../cache.ts";
import { ReadAt } from "../../components/ReadAt.tsx";
import { homeOf, readFleet, readMore } from "../../fleet.ts";
import { Deferred } from "../../page/Deferred.tsx";
import { CONSOLE, type PageCall, type View } from "../../view.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { readApprovals } from "../approvals/approvalViews.tsx";
import { readCertificates } from "../certificates/certificatesViews.tsx";
import { Channels } from "./Channels.tsx";
import { ExpiringSoon } from "./ExpiringSoon.tsx";
import { overviewWords } from "./overviewWords.ts";
import { ProblemList } from "./ProblemList.tsx";
import { RunningNow } from "./RunningNow.tsx";
import { WaitingNow } from "./WaitingNow.tsx";

/** One page for whoever was woken up: what is wrong, what runs, what waits, what ends next. */
export const overviewViews: View[] = [
  {
    method: "GET",
    path: "",
    section: "now",
    async answer({ language }) {
      const words = wordsIn(overviewWords, language);
      const panel = (name: keyof typeof PANELS, more: [string, string]) => (
        <section class="card panel">
          <h2>{words[name]}</h2>
          <Deferred from={`${CONSOLE}/now/${name}`} language={language} />
          <p class="foot">
            <a href={`${CONSOLE}${more[0]}`}>{more[1]}</a>
          </p>
        </section>
      );
      const page = (
        <>
          <h1>{words.title}</h1>
          <div class="panels">
            {panel("trouble", ["/listeners?trouble=1", words.allTrouble])}
            {panel("waiting", ["/approvals", words.allWaiting])}
            {panel("running", ["/executions", words.allExecutions])}
            {panel("expiring", ["/certificates", words.allCertificates])}
            {panel("channels", ["/executions", words.allExecutions])}
          </div>
        </>
      );
      return { title: words.title, page };
    },
  },
  {
    method: "GET",
    path: "/now/:panel",
    section: "now",
    isFragment: true,
    async answer(call) {
      const { panel = "" } = call.path;
      const name = Object.hasOwn(PANELS, panel) ? (panel as keyof typeof PANELS) : "trouble";
      return { fragment: await PANELS[name](call), title: wordsIn(overviewWords, call.language)[name] };
    },
  },
];

const PANELS = {
  trouble: async (call: PageCall) => {
    const where = homeOf(call);
    const listed = await readFleet(call, where);
    const fleet = await readMore(call, where, listed, listed.listeners);
    return dated(<ProblemList fleet={fleet} language={call.language} />, fleet.readAt, call);
  },
  waiting: async (call: PageCall) => {
    const { approvals, readAt } = await readApprovals(call);
    return dated(<WaitingNow approvals={approvals} call={call} />, Date.parse(readAt), call);
  },
  running: async (call: PageCall) => {
    const { executions, readAt } = await call.api.get<Running>("/executions", { status: "Running", limit: "20" });
    const panel = <RunningNow executions={executions} language={call.language} now={call.now} />;
    return dated(panel, Date.parse(readAt), call);
  },
  channels: async (call: PageCall) => {
    const { channels, readAt } = await call.api.get<ListedChannels>("/channels");
    return dated(<Channels channels={channels} language={call.language} now={call.now} />, Date.parse(readAt), call);
  },
  expiring: async (call: PageCall) => {
    const { value, readAt } = await readCertificates(call);
    const panel = <ExpiringSoon certificates={value.certificates} language={call.language} now={call.now} />;
    return dated(panel, readAt, call);
  },
};

interface ListedChannels extends ReadBy {
  channels: Parameters<typeof Channels>[0]["channels"];
}

interface Running extends ReadBy {
  executions: Parameters<typeof RunningNow>[0]["executions"];
}

/** A panel, and how old it is. */
function dated(panel: ReturnType<typeof RunningNow>, at: number, { now, language }: PageCall) {
  return (
    <>
      {panel}
      <p class="body faint">
        <ReadAt at={at} now={now} language={language} />
      </p>
    </>
  );
}
