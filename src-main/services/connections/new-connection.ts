import type { Redactor } from '../../adapters/secrets/redactor.ts';
import { secretsIn } from '../../adapters/kubernetes/context-secrets.ts';
import { requireTarget } from '../../adapters/http/connection-rules.ts';
import type { KeptConnection } from '../../adapters/sqlite/connections.ts';
import type { Grants } from '../../api/grants.ts';
import type { Call } from '../../api/context.ts';
import type { ConnectionOrder, KubeconfigSource, OrderOf } from '../../contract/connections.ts';
import type { PracticeSites } from '../practice/practice-sites.ts';
import { requireOrdered } from './allowed-needs.ts';
import { readContext, type KubeconfigInput } from './kubeconfig-file.ts';
import { readCertificate, requireAccepted } from './primus-trust.ts';

/** A connection as it will be kept, and what is done with its secret and its certificate just before. */
export interface NewConnection {
  readonly connection: KeptConnection;
  /** The certificate to be trusted for it; null for none. */
  readonly fingerprint: string | null;
  /** What is kept for it in the vault; null for nothing. */
  readonly secret: { readonly value: string; readonly isDocument: boolean } | null;
}

interface Parts {
  readonly redactor: Pick<Redactor, 'add'>;
  readonly practice: Pick<PracticeSites, 'kubernetes'>;
}

export const inputOf = (source: KubeconfigSource, grants: Grants): KubeconfigInput =>
  'file' in source ? { path: grants.resolve('read', source.file) } : source;

/** Checks everything about an order that can be checked before anything is kept. Connects for the certificate of a Primus server alone. */
export function newConnection(order: ConnectionOrder, parts: Parts, call: Call): Promise<NewConnection> {
  switch (order.kind) {
    case 'kubernetes':
      return ofKubeconfig(order, parts, call);
    case 'primus':
      return ofPrimus(order, parts, call);
    case 'practice':
      return ofPractice(order, parts);
  }
}

const blank = ({ name, kind, isDefault, namespaces = [] }: ConnectionOrder): KeptConnection => ({
  name,
  kind,
  isDefault,
  namespaces,
  server: '',
  context: null,
  file: null,
  credentials: 'file',
  variable: null,
  secret: null,
  allowed: [],
  identity: null,
  problems: [],
  lastTest: null,
});

async function ofKubeconfig(
  order: OrderOf<'kubernetes'>,
  { redactor }: Parts,
  { grants }: Call,
): Promise<NewConnection> {
  const input = inputOf(order.kubeconfig, grants);
  const context = await readContext(input, order.context ?? null);
  for (const secret of secretsIn(context)) {
    redactor.add(secret);
  }
  const allowed = await requireOrdered(context, order);
  const connection: KeptConnection = {
    ...blank(order),
    server: context.server,
    context: context.name,
    namespaces: order.namespaces ?? [context.namespace],
    file: 'path' in input ? input.path : null,
    allowed: allowed.map(({ need, digest }) => ({ kind: need.kind, digest })),
  };
  const secret = 'text' in input ? { value: input.text, isDocument: true } : null;
  return { connection, fingerprint: null, secret };
}

async function ofPrimus(
  order: OrderOf<'primus'>,
  { redactor }: Parts,
  { signal }: Call,
): Promise<NewConnection> {
  const { token, variable, fingerprint: accepted, allowHttp } = order;
  redactor.add(token);
  const { origin, secure } = requireTarget(order.server, { allowHttp });
  const connection: KeptConnection = { ...blank(order), server: origin, variable };
  const secret = { value: token, isDocument: false };
  if (!secure) {
    return { connection, fingerprint: null, secret };
  }
  const fingerprint = await readCertificate(origin, signal);
  requireAccepted(origin, fingerprint, accepted);
  return { connection, fingerprint, secret };
}

async function ofPractice(order: OrderOf<'practice'>, { practice }: Parts): Promise<NewConnection> {
  const { server, kubeconfig } = await practice.kubernetes(null);
  const { namespace } = await readContext({ path: kubeconfig }, null);
  const connection = { ...blank(order), server, namespaces: order.namespaces ?? [namespace] };
  return { connection, fingerprint: null, secret: null };
}
