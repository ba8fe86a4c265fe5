import type { tryoutReasons } from "../../../platform/reasons/topics/tryout.ts";
import type { Messages } from "../message.ts";

export const tryout: Messages<typeof tryoutReasons> = {
  "tryout-price": ({ isLocal, minutes }) =>
    `albflow makes an instance of its own (Standard edition, public address) with two listeners, a server group without servers and two self-signed certificates, rotates one, and takes all of it away. Price: ${isLocal ? "none, as this cloud is local" : "about 0.03 USD for each hour that is begun and less than 0.05 USD for traffic; the buy page of your region is what counts"}. Duration: about ${minutes} ${minutes === 1 ? "minute" : "minutes"}`,
  "confirm-tryout": ({ account, region }) => `Make it in ${region} of the account ${account}?`,
  "tryout-embedded": {
    message: "It tries what is deployed, and --embedded deploys nothing",
    next: "Leave it out",
  },
  "tryout-nothing-deployed": {
    message: ({ flow, region }) =>
      `${flow} is not deployed in ${region}, so there is nothing to try, and nothing was made`,
    next: "Deploy it with `albflow deploy`",
  },
  "tryout-network-unknown": {
    message: ({ region }) =>
      `No instance in ${region} shows in which network a new one can stand, and nothing was made`,
    next: ({ region }) =>
      `Name a VPC and a vSwitch in each of two zones: --vpc vpc-… --zone ${region}-h=vsw-… ${region}-i=vsw-…`,
  },
  "tryout-making": ({ run }) => `Making the instance albflow-tryout-${run}-standard`,
  "tryout-made": ({ loadBalancerId, listenerId, host, port }) =>
    `${loadBalancerId} serves the first certificate at ${host}:${port}, on the listener ${listenerId}`,
  "tryout-page": ({ url }) => `${url} is the page of this run`,
  "tryout-page-nowhere": ({ execution, flags }) =>
    `The run is shown by \`albflow execution ${execution}${flags}\`, and as a page by \`albflow console\`; with a \`domain\` in albflow.yaml the page has an address for everybody`,
  "tryout-removing": ({ run }) => `Removing what is tagged albflow-tryout: ${run}`,
  "tryout-interrupted":
    "Stopping: what was made is removed first. Ctrl-C once more stops at once, and leaves that to `albflow tryout --clean`",
  "tryout-removed": ({ removed }, { list }) =>
    `Removed: ${removed.length === 0 ? "nothing, as nothing was there" : list(removed, 20)}`,
  "tryout-left": {
    message: ({ left }, { list }) => `These are left, and may cost something: ${list(left, 20)}`,
    next: ({ flags }) =>
      `Run \`albflow tryout --clean${flags}\`, or remove them in the console of ALB and of the certificate service`,
  },
  "tryout-worked": ({ seconds, serial }, { count }) =>
    `It works: the certificate ${serial} was bound and seen by a handshake, and nothing is left; it took ${count(seconds, "second", "seconds")}`,
  "tryout-not-rotated": {
    message: ({ execution, cause }, { messageOf }) =>
      `${execution} has not rotated the certificate: ${messageOf(cause)}`,
    next: ({ execution, cause }, { next }) =>
      next(cause) || `\`albflow execution ${execution}\` tells what it did; \`albflow doctor\` examines the deployment`,
  },
  "tryout-without-verdict": {
    message: ({ execution, status }) => `${execution} has ended as ${status} without saying what came of it`,
    next: ({ execution }) =>
      `\`albflow execution ${execution} --history\` tells every state; \`albflow doctor\` examines the deployment`,
  },
  "tryout-not-served": {
    message: ({ execution, expected, served }) =>
      `${execution} says that the certificate ${expected} is served, and this machine was served ${served}`,
    next: "Look whether a proxy of this network ends TLS on port 8443",
  },
};
