import { z } from 'zod';
import type { Json } from '../contract/json.ts';
import { done } from './answers.ts';
import { hashSecret } from './hashed-secret.ts';
import { readHosts } from './hosts.ts';
import { readBack, withBody, type Route } from './routes.ts';
import type { PracticeWorld } from './world.ts';

const ipmiPort = 623;

const accountSchema = z.object({
  node_uuid: z.string(),
  node_name: z.string(),
  host: z.string(),
  user: z.string(),
  password: z.string(),
});

const ipmiRow = z.object({ nodeUuid: z.string(), nodeName: z.string(), host: z.string(), user: z.string() });

/** The management controllers' accounts as kept, by node name. The password is not among it. */
export function readIpmi(world: PracticeWorld): z.infer<typeof ipmiRow>[] {
  return world.store.all(
    ipmiRow,
    'SELECT node_uuid AS nodeUuid, node_name AS nodeName, host, user FROM ipmi ORDER BY node_name',
  );
}

interface Shown {
  readonly nodeUuid: string;
  readonly nodeName: string;
  readonly host: string;
  readonly user: string;
}

const show = ({ nodeUuid, nodeName, host, user }: Shown, isValid: boolean): Json => ({
  node_uuid: nodeUuid,
  node_name: nodeName,
  host,
  port: ipmiPort,
  user,
  is_valid: isValid,
  interface: 'lanplus',
});

/** Answers 200 whatever happened; which accounts were refused stands in `failure`. Refused ones are not kept. */
const upsert = withBody(z.object({ accounts: z.array(accountSchema).min(1) }), ({ world }, { accounts }) => {
  const hosts = new Map(readHosts(world).map((host) => [host.uuid, host]));
  const success: Json[] = [];
  const failure: Json[] = [];
  for (const account of accounts) {
    const { node_uuid: nodeUuid, node_name: nodeName, host, user } = account;
    const known = hosts.get(nodeUuid);
    const fails = [nodeName, known?.name ?? nodeName].some((name) =>
      world.faults.has('ipmiFail', { host: name }),
    );
    const isValid = known !== undefined && !fails;
    (isValid ? success : failure).push(show({ nodeUuid, nodeName, host, user }, isValid));
    if (!isValid) {
      continue;
    }
    world.store.run('INSERT OR REPLACE INTO ipmi VALUES (?, ?, ?, ?, ?)', [
      nodeUuid,
      nodeName,
      host,
      user,
      hashSecret(account.password),
    ]);
  }
  const id = accounts.map((account) => account.node_uuid).join(',');
  const name = accounts.map((account) => account.node_name).join(',');
  return done({ success, failure }, { kind: 'ipmi', id, name });
});

export const ipmiRoutes: readonly Route[] = [
  { method: 'POST', pattern: '/api/v2/ipmi/upsert_accounts', handle: upsert },
  {
    method: 'GET',
    pattern: '/api/v2/ipmi/accounts',
    handle: readBack('ipmi', ({ world }) => done(readIpmi(world).map((account) => show(account, true)))),
  },
];
