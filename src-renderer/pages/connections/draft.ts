/** What a person has typed and ticked for a connection, and what of it is still missing. */
import type {
  ConnectionOrder,
  KubeconfigSource,
  OfferedContext,
  SeenNeed,
} from '../../../src-main/contract/connections.ts';

/** As the contract has it (`connectionNameSchema`, `namespaceSchema`); the owner has the last word. */
const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const namespaceForm = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

export const namespacesIn = (typed: string): string[] =>
  typed.split(/[\s,，]+/).filter((word) => word !== '');

/** At least one, each of them a name that a cluster could have. */
export function areNamespaces(typed: string): boolean {
  const words = namespacesIn(typed);
  return words.length > 0 && words.every((word) => namespaceForm.test(word));
}

/** A name for what is called so elsewhere: `admin@prod:6443` becomes `admin-prod-6443`. */
export const proposedName = (called: string): string =>
  called
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 63);

export type Kind = ConnectionOrder['kind'];

/** A context of a kubeconfig with what of its needs was allowed. */
export interface ChosenContext {
  readonly source: KubeconfigSource;
  readonly context: OfferedContext;
  /** Digests. */
  readonly approved: readonly string[];
}

export interface PrimusDraft {
  readonly server: string;
  readonly token: string;
  /** As the server at that address has shown it; null before it was read. */
  readonly fingerprint: string | null;
  readonly isCompared: boolean;
  readonly allowHttp: boolean;
}

export const noPrimus: PrimusDraft = {
  server: '',
  token: '',
  fingerprint: null,
  isCompared: false,
  allowHttp: false,
};

export interface Draft {
  readonly kind: Kind;
  readonly chosen: ChosenContext | null;
  readonly primus: PrimusDraft;
  /** Null while what is proposed was not changed. */
  readonly name: string | null;
  readonly namespaces: string | null;
  readonly isDefault: boolean;
}

export const noDraft: Draft = {
  kind: 'kubernetes',
  chosen: null,
  primus: noPrimus,
  name: null,
  namespaces: null,
  isDefault: false,
};

export const isPlainHttp = (server: string): boolean => /^http:/i.test(server);

/** Files beside the kubeconfig were allowed by choosing it; a token in a file is asked for. */
export const isBeside = ({ need }: SeenNeed): boolean =>
  need.kind === 'files' && need.files.every(({ field, isBeside: is }) => is && field !== 'tokenFile');

export function nameOf({ kind, chosen, primus, name }: Draft): string {
  const host = URL.parse(primus.server)?.hostname ?? '';
  const called = { kubernetes: chosen?.context.name ?? '', primus: host, practice: 'practice' }[kind];
  return name ?? proposedName(called);
}

export const namespacesOf = ({ chosen, namespaces }: Draft): string =>
  namespaces ?? chosen?.context.namespace ?? '';

export type Missing =
  | 'context'
  | 'needs'
  | 'name'
  | 'nameForm'
  | 'nameTaken'
  | 'namespaces'
  | 'server'
  | 'token'
  | 'certificate'
  | 'http';

function missingOfKubeconfig(draft: Draft): Missing | null {
  const { chosen } = draft;
  if (chosen === null) {
    return 'context';
  }
  const { context, approved } = chosen;
  const isAllowed = (need: SeenNeed): boolean => isBeside(need) || approved.includes(need.digest);
  if (!context.needs.every(isAllowed)) {
    return 'needs';
  }
  return areNamespaces(namespacesOf(draft)) ? null : 'namespaces';
}

function missingOfPrimus({ server, token, isCompared, allowHttp }: PrimusDraft): Missing | null {
  if (server === '') {
    return 'server';
  }
  if (token === '') {
    return 'token';
  }
  if (isPlainHttp(server)) {
    return allowHttp ? null : 'http';
  }
  return isCompared ? null : 'certificate';
}

function missingOfName(name: string, taken: readonly string[]): Missing | null {
  if (name === '') {
    return 'name';
  }
  if (!nameForm.test(name)) {
    return 'nameForm';
  }
  return taken.some((other) => other.toLowerCase() === name.toLowerCase()) ? 'nameTaken' : null;
}

/** The first thing that keeps it from being added. `taken`: names of the connections that are there. */
export function missingOf(draft: Draft, taken: readonly string[]): Missing | null {
  const own = {
    kubernetes: () => missingOfKubeconfig(draft),
    primus: () => missingOfPrimus(draft.primus),
    practice: () => null,
  }[draft.kind]();
  return own ?? missingOfName(nameOf(draft), taken);
}

/** Null while something is missing. */
export function orderOf(draft: Draft): ConnectionOrder | null {
  const { kind, chosen, primus, isDefault } = draft;
  const name = nameOf(draft);
  if (kind === 'primus') {
    const { server, token, fingerprint, allowHttp } = primus;
    return { kind, name, isDefault, server, token, variable: null, fingerprint, allowHttp };
  }
  if (kind === 'practice') {
    return { kind, name, isDefault };
  }
  if (chosen === null) {
    return null;
  }
  return {
    kind,
    name,
    isDefault,
    namespaces: namespacesIn(namespacesOf(draft)),
    kubeconfig: chosen.source,
    context: chosen.context.name,
    allow: [],
    approved: [...chosen.approved],
  };
}
