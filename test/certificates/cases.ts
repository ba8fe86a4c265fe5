import { type Chance, type Made, makeOne, makePair, type Pair, type Spec, USAGE } from "./madeCertificate.ts";

/** Keys and CAs that all cases share: to make them takes longer than to sign with them. */
export interface Authorities {
  now: number;
  keys: Record<string, Pair>;
  publicRoot: Made;
  publicCa: Made;
  privateRoot: Made;
  privateCa: Made;
  make: (spec: Spec) => Made;
}

/** A certificate as the certificate service holds it. */
export interface Stored {
  chain: Made[];
  /** Of another pair where it is wrong. */
  key?: Pair;
  /** In place of the chain's own text. */
  pem?: string;
}

/** A certificate that is served, those that may follow it, and what the listener offers. */
export interface Case {
  kind: string;
  names: string[];
  predecessor: Stored;
  /** Days from now until clients turn the predecessor away. */
  endsIn: number;
  candidates: Stored[];
  policyId: string;
}

/** Makes what all cases share. */
export function makeAuthorities(now: number): Authorities {
  const make = (spec: Spec) => makeOne(spec, now);
  const names = [
    "rsa:2048",
    "rsa:1024",
    "rsa:3072",
    "prime256v1",
    "secp384r1",
    "secp521r1",
    "secp256k1",
    "ed25519",
    "SM2",
  ];
  const keys = Object.fromEntries(names.map((name) => [name, makePair(name)]));
  const ca = (subject: string, issuer?: Made, more: Partial<Spec> = {}) =>
    make({
      subject,
      key: makePair("prime256v1"),
      until: 3_600,
      from: -400,
      ca: true,
      ...(issuer && { issuer }),
      ...more,
    });
  const publicRoot = ca("Public Root");
  const privateRoot = ca("Company Root");
  return {
    now,
    keys,
    make,
    publicRoot,
    publicCa: ca("Public CA", publicRoot, { until: 1_800 }),
    privateRoot,
    privateCa: ca("Company CA", privateRoot, { until: 1_800 }),
  };
}

interface Scene extends Authorities {
  names: string[];
  /** The kind of key of the predecessor. */
  key: Pair;
  chance: Chance;
  /** A certificate for the names; of the public CA unless another is given, null for none. */
  leaf: (issuer?: Made | null, more?: Partial<Spec>) => Made;
  ca: (subject: string, issuer: Made | null, more?: Partial<Spec>) => Made;
}

type Follower = (scene: Scene) => Stored;

/** A kind of candidate for a publicly trusted certificate. */
const CANDIDATES: Record<string, Follower> = {
  good: ({ leaf, publicCa }) => ({ chain: [leaf(), publicCa] }),
  "good, root included": ({ leaf, publicCa, publicRoot }) => ({ chain: [leaf(), publicCa, publicRoot] }),
  "good, block twice": ({ leaf, publicCa }) => ({ chain: [leaf(), publicCa, publicCa] }),
  "good, leaf twice": ({ leaf, publicCa }) => {
    const one = leaf();
    return { chain: [one, one, publicCa] };
  },
  "good, cross-signed root that ends soon": ({ leaf, publicCa, publicRoot, privateRoot, make }) => ({
    chain: [
      leaf(),
      publicCa,
      make({ subject: "Public Root", key: publicRoot.key, issuer: privateRoot, ca: true, until: 1 }),
    ],
  }),
  "good, intermediate renewed with its key": ({ leaf, ca, publicRoot, keys }) => {
    const key = keys.prime256v1 as Pair;
    const [soon, later] = [ca("Renewed CA", publicRoot, { key, until: 3 }), ca("Renewed CA", publicRoot, { key })];
    return { chain: [leaf(later), soon, later] };
  },
  "good, another public CA": ({ leaf, ca, publicRoot }) => {
    const other = ca("Other Public CA", publicRoot);
    return { chain: [leaf(other), other] };
  },
  "good, CRLF between lines": ({ leaf, publicCa }) => {
    const chain = [leaf(), publicCa];
    return {
      chain,
      pem: chain
        .map(({ pem }) => pem)
        .join("")
        .replaceAll("\n", "\r\n"),
    };
  },
  "good, wider names": ({ leaf, publicCa, names }) => ({
    chain: [leaf(undefined, { names: [...names, "more.example.com"] }), publicCa],
  }),
  "good, title as common name": ({ leaf, publicCa }) => ({
    chain: [leaf(undefined, { subject: "Example Origin Certificate" }), publicCa],
  }),
  "good, names in capitals": ({ leaf, publicCa, names }) => ({
    chain: [leaf(undefined, { names: names.map((name) => name.toUpperCase()) }), publicCa],
  }),
  "good, P-384": ({ leaf, publicCa, keys, key }) => ({
    chain: [leaf(undefined, { key: key.name.startsWith("rsa") ? key : (keys.secp384r1 as Pair) }), publicCa],
  }),
  "other key": ({ leaf, publicCa, keys, key }) => ({
    chain: [
      leaf(undefined, { key: (key.name.startsWith("rsa") ? keys.prime256v1 : keys["rsa:2048"]) as Pair }),
      publicCa,
    ],
  }),
  "not later": ({ leaf, publicCa }) => ({ chain: [leaf(undefined, { until: 2 }), publicCa] }),
  "self-signed": ({ leaf }) => ({ chain: [leaf(null, { until: 3_650 })] }),
  "self-signed as openssl does": ({ leaf }) => ({
    chain: [leaf(null, { ca: true, keyUsage: null, usages: null, until: 3_650 })],
  }),
  staging: ({ leaf, ca }) => {
    const root = ca("(STAGING) Pretend Pear", null);
    const mid = ca("(STAGING) Counterfeit", root);
    return { chain: [leaf(mid, { claimsPublic: true }), mid] };
  },
  "private CA": ({ leaf, privateCa }) => ({ chain: [leaf(privateCa), privateCa] }),
  "CA of the same name": ({ leaf, ca }) => {
    const mid = ca("Public CA", ca("Public Root", null));
    return { chain: [leaf(mid), mid] };
  },
  "CA of the same name without key ids": ({ leaf, ca }) => {
    const mid = ca("Public CA", ca("Public Root", null, { keyIds: false }), { keyIds: false });
    return { chain: [leaf(mid, { keyIds: false }), mid] };
  },
  "no intermediate": ({ leaf }) => ({ chain: [leaf(undefined, { claimsPublic: true })] }),
  "another intermediate": ({ leaf, privateCa }) => ({ chain: [leaf(), privateCa] }),
  "cut block": ({ leaf, publicCa }) => {
    const chain = [leaf(), publicCa];
    return {
      chain,
      pem: chain
        .map(({ pem }) => pem)
        .join("")
        .slice(0, -60),
    };
  },
  "reverse order": ({ leaf, ca, publicCa }) => {
    const low = ca("Low CA", publicCa);
    return { chain: [leaf(low), publicCa, low] };
  },
  "leaf last": ({ leaf, publicCa }) => {
    const one = leaf();
    return { chain: [publicCa, one], key: one.key };
  },
  "intermediate has ended": ({ leaf, ca, publicRoot }) => {
    const old = ca("Old CA", publicRoot, { from: -300, until: -1 });
    return { chain: [leaf(old), old] };
  },
  "intermediate ends before the predecessor": ({ leaf, ca, publicRoot }) => {
    const short = ca("Short CA", publicRoot, { until: 2 });
    return { chain: [leaf(short), short] };
  },
  "intermediate ends before the leaf": ({ leaf, ca, publicRoot }) => {
    const short = ca("Short CA", publicRoot, { until: 30 });
    return { chain: [leaf(short), short] };
  },
  "intermediate not valid yet": ({ leaf, ca, publicRoot }) => {
    const next = ca("Next CA", publicRoot, { from: 1 });
    return { chain: [leaf(next), next] };
  },
  "intermediate is no CA": ({ leaf, ca, publicRoot }) => {
    const no = ca("No CA", publicRoot, { ca: false, keyUsage: 0x86, usages: null });
    return { chain: [leaf(no), no] };
  },
  "too long a path": ({ leaf, ca, publicRoot }) => {
    const high = ca("High CA", publicRoot, { pathLength: 0 });
    const low = ca("Low CA", high);
    return { chain: [leaf(low), low, high] };
  },
  "intermediate for e-mail": ({ leaf, ca, publicRoot }) => {
    const mail = ca("Mail CA", publicRoot, { usages: ["2b06010505070304"] });
    return { chain: [leaf(mail), mail] };
  },
  "intermediate with a weak key": ({ leaf, ca, publicRoot, keys }) => {
    const weak = ca("Weak CA", publicRoot, { key: keys["rsa:1024"] as Pair });
    return { chain: [leaf(weak), weak] };
  },
  "intermediate signed with SHA-1": ({ leaf, ca, publicRoot }) => {
    const old = ca("SHA-1 CA", publicRoot, { digest: "sha1" });
    return { chain: [leaf(old), old] };
  },
  "names not permitted": ({ leaf, ca, publicRoot }) => {
    const bound = ca("Bound CA", publicRoot, { permitted: ["example.org"] });
    return { chain: [leaf(bound), bound] };
  },
  "names permitted": ({ leaf, ca, publicRoot }) => {
    const bound = ca("Bound CA", publicRoot, { permitted: ["example.com"] });
    return { chain: [leaf(bound), bound] };
  },
  "for clients only": ({ leaf, publicCa }) => ({ chain: [leaf(undefined, { usages: [USAGE.client] }), publicCa] }),
  "for anything": ({ leaf, publicCa }) => ({ chain: [leaf(undefined, { usages: null, keyUsage: null }), publicCa] }),
  "may not sign": ({ leaf, publicCa }) => ({ chain: [leaf(undefined, { keyUsage: 0x20 }), publicCa] }),
  "is a CA": ({ leaf, publicCa }) => ({ chain: [leaf(undefined, { ca: true, keyUsage: 0x86 }), publicCa] }),
  "must staple": ({ leaf, publicCa }) => ({ chain: [leaf(undefined, { mustStaple: true }), publicCa] }),
  "odd critical extension": ({ leaf, publicCa }) => ({ chain: [leaf(undefined, { oddCritical: true }), publicCa] }),
  "RSA 1024": ({ leaf, publicCa, keys }) => ({ chain: [leaf(undefined, { key: keys["rsa:1024"] as Pair }), publicCa] }),
  secp256k1: ({ leaf, publicCa, keys }) => ({ chain: [leaf(undefined, { key: keys.secp256k1 as Pair }), publicCa] }),
  "P-521": ({ leaf, publicCa, keys }) => ({ chain: [leaf(undefined, { key: keys.secp521r1 as Pair }), publicCa] }),
  Ed25519: ({ leaf, publicCa, keys }) => ({ chain: [leaf(undefined, { key: keys.ed25519 as Pair }), publicCa] }),
  SM2: ({ leaf, publicCa, keys }) => ({ chain: [leaf(undefined, { key: keys.SM2 as Pair }), publicCa] }),
  "signed with SHA-1": ({ leaf, publicCa }) => ({ chain: [leaf(undefined, { digest: "sha1" }), publicCa] }),
  "not valid yet": ({ leaf, publicCa }) => ({ chain: [leaf(undefined, { from: 1 }), publicCa] }),
  "has expired": ({ leaf, publicCa }) => ({ chain: [leaf(undefined, { from: -90, until: -1 }), publicCa] }),
  "key of another": ({ leaf, publicCa }) => ({ chain: [leaf(), publicCa], key: makePair("prime256v1") }),
  "lacks a name": ({ leaf, publicCa, names }) => ({
    chain: [leaf(undefined, { names: [...names.slice(1), "other.example.com"], subject: names[0] ?? "" }), publicCa],
  }),
  "name as URI": ({ leaf, publicCa, names }) => ({
    chain: [leaf(undefined, { names: ["other.example.com", ...names.map((name) => `uri:urn:DNS:${name}`)] }), publicCa],
  }),
  "name as address": ({ leaf, publicCa, names }) => ({
    chain: [leaf(undefined, { names: ["ip:192.0.2.1", ...names.map((name) => `email:ops@${name}`)] }), publicCa],
  }),
  "wildcard of a deeper label": ({ leaf, publicCa, names }) => ({
    chain: [leaf(undefined, { names: names.map((name) => `*.${name}`) }), publicCa],
  }),
};

/** Kinds of what is served, and what follows it beside the above. */
const PREDECESSORS: Record<string, { served: Follower; endsIn: number; follows: Record<string, Follower> }> = {
  public: {
    served: ({ leaf, publicCa }) => ({ chain: [leaf(undefined, { until: 7 }), publicCa] }),
    endsIn: 7,
    follows: CANDIDATES,
  },
  "public, intermediate ends first": {
    served: ({ leaf, ca, publicRoot }) => {
      const short = ca("First CA", publicRoot, { until: 7 });
      return { chain: [leaf(short, { until: 300 }), short] };
    },
    endsIn: 7,
    follows: {
      "chain ends first, good": CANDIDATES.good as Follower,
      "chain ends first, intermediate that ends later": CANDIDATES["intermediate ends before the leaf"] as Follower,
      "chain ends first, intermediate that ends sooner": CANDIDATES[
        "intermediate ends before the predecessor"
      ] as Follower,
      "chain ends first, leaf that ends sooner than the leaf": ({ leaf, publicCa }) => ({
        chain: [leaf(undefined, { until: 60 }), publicCa],
      }),
      "chain ends first, private CA": CANDIDATES["private CA"] as Follower,
    },
  },
  private: {
    served: ({ leaf, privateCa }) => ({ chain: [leaf(privateCa, { until: 7 }), privateCa] }),
    endsIn: 7,
    follows: {
      "private, same CA": ({ leaf, privateCa }) => ({ chain: [leaf(privateCa), privateCa] }),
      "private, same root": ({ leaf, ca, privateRoot }) => {
        const next = ca("Company CA 2", privateRoot);
        return { chain: [leaf(next), next] };
      },
      "private, root included": ({ leaf, privateCa, privateRoot }) => ({
        chain: [leaf(privateCa), privateCa, privateRoot],
      }),
      "private, other root": ({ leaf, ca }) => {
        const root = ca("Other Root", null);
        return { chain: [leaf(root), root] };
      },
      "private, root of the same name": ({ leaf, ca }) => {
        const mid = ca("Company CA", ca("Company Root", null));
        return { chain: [leaf(mid), mid] };
      },
      "private, root of the same name, without key ids": ({ leaf, ca }) => {
        const mid = ca("Company CA 3", ca("Company Root", null, { keyIds: false }), { keyIds: false });
        return { chain: [leaf(mid, { keyIds: false }), mid] };
      },
      "private, no intermediate": ({ leaf, privateCa }) => ({ chain: [leaf(privateCa)] }),
      "private, self-signed": ({ leaf }) => ({ chain: [leaf(null, { until: 3_650 })] }),
      "private, publicly trusted": ({ leaf, publicCa }) => ({ chain: [leaf(), publicCa] }),
    },
  },
  "self-signed": {
    served: ({ leaf }) => ({ chain: [leaf(null, { until: 7 })] }),
    endsIn: 7,
    follows: {
      "self-signed, again": ({ leaf }) => ({ chain: [leaf(null)] }),
      "self-signed, publicly trusted": ({ leaf, publicCa }) => ({ chain: [leaf(), publicCa] }),
    },
  },
};

export const POLICIES: Record<string, { versions: string[]; ciphers: string[] }> = {
  "spy-usual": {
    versions: ["TLSv1.0", "TLSv1.1", "TLSv1.2"],
    ciphers: [...suites("RSA"), ...suites("ECDSA"), "AES128-GCM-SHA256", "AES256-SHA"],
  },
  "spy-strict": { versions: ["TLSv1.2"], ciphers: [...suites("RSA"), ...suites("ECDSA")] },
  "spy-with-1-3": {
    versions: ["TLSv1.2", "TLSv1.3"],
    ciphers: [...suites("RSA"), ...suites("ECDSA"), "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"],
  },
  "spy-rsa": { versions: ["TLSv1.2"], ciphers: suites("RSA") },
  "spy-ecdsa": { versions: ["TLSv1.2"], ciphers: suites("ECDSA") },
  "spy-1-3": { versions: ["TLSv1.3"], ciphers: ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"] },
};

const NAMES: Record<string, string[]> = {
  "one name": ["shop.example.com"],
  "three names": ["shop.example.com", "www.example.com", "api.example.com"],
  wildcard: ["*.shop.example.com"],
  IDN: ["xn--bcher-kva.example.com"],
};

/** Every kind of pair that cases are made of. */
export const KINDS = Object.entries(PREDECESSORS).flatMap(([served, { follows }]) =>
  Object.keys(follows).map((follower) => ({ served, follower })),
);

/** Makes the case of a number: kinds in turn, everything else by chance. */
export function makeCase(number: number, authorities: Authorities, chance: Chance): Case {
  const { served, follower } = KINDS[number % KINDS.length] as (typeof KINDS)[number];
  const { served: serve, endsIn, follows } = PREDECESSORS[served] as (typeof PREDECESSORS)[string];
  const names = chance.of(Object.values(NAMES));
  const key = authorities.keys[chance.of(["rsa:2048", "prime256v1", "rsa:3072", "secp384r1"])] as Pair;
  const fitting = Object.keys(POLICIES).filter((id) => id !== (key.name.startsWith("rsa") ? "spy-ecdsa" : "spy-rsa"));
  const { make, publicCa } = authorities;
  const scene: Scene = {
    ...authorities,
    names,
    key,
    chance,
    leaf: (issuer = publicCa, more = {}) =>
      make({
        subject: names[0] ?? "",
        names,
        key,
        until: 40 + chance.below(50),
        ...(issuer === null ? {} : { issuer }),
        ...more,
      }),
    ca: (subject, issuer, more = {}) =>
      make({
        subject,
        key: makePair("prime256v1"),
        until: 1_000,
        from: -400,
        ca: true,
        ...(issuer === null ? {} : { issuer }),
        ...more,
      }),
  };
  const others = Array.from({ length: chance.below(3) }, () => chance.of(Object.values(follows))(scene));
  const candidates = [(follows[follower] as Follower)(scene), ...others];
  return {
    kind: follower,
    names,
    predecessor: serve(scene),
    endsIn,
    candidates: chance.shuffled(candidates),
    policyId: chance.of(fitting),
  };
}

function suites(key: string): string[] {
  return ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA", "AES256-SHA"].map((suite) => `ECDHE-${key}-${suite}`);
}
