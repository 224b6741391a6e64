import { AppError } from '../../../contract/errors.ts';
import type { PlannedHost } from '../../../contract/site-plan.ts';
import { titleOf } from '../titles.ts';
import { networkRetry, requireSecret } from '../world.ts';
import type { SiteStep } from '../world.ts';
import { needs } from './planning.ts';
import type { Candidate, Planning } from './planning.ts';
import { readWithSession } from './settings.ts';
import { requirePaired } from './site.ts';

interface BmcOf {
  readonly named: PlannedHost;
  readonly host: PlannedHost;
  readonly index: number;
}

function ipmiStep({ input }: Planning, { named, host, index }: BmcOf): SiteStep {
  const address = host.bmc.address ?? '';
  const user = host.bmc.user ?? '';
  const change = `register ${user} at ${address}`;
  return {
    ...{
      key: `ipmi:${named.name}`,
      title: titleOf('ipmi', input.language, named.name),
      group: 'ipmi',
      dependsOn: needs('session', 'pairing'),
    },
    ...{ pool: { key: 'ipmi', limit: 4 }, onFailure: 'warn', retry: networkRetry, undo: 'none' },
    // Registering the same account again replaces it by itself.
    onCrash: 'redo',
    async probe(context) {
      const intent = { address, user };
      const reading = await readWithSession(context, ({ cluster }) =>
        cluster.readIpmi({ signal: context.signal }),
      );
      if (reading.kind === 'unreadable') return { verdict: 'unreadable', why: reading.why, change, intent };
      const there = reading.value.find((account) => account.host === address && account.user === user);
      // The password cannot be read back, so an account that is there is registered again with the sheet's.
      const found =
        there === undefined ? 'not registered' : `registered${there.isValid === false ? ', not valid' : ''}`;
      return { verdict: 'todo', found, change, intent };
    },
    async apply(_intent, context) {
      const { world, signal } = context;
      const { uuid } = requirePaired(context, named.name);
      const password = requireSecret(world, `hosts[${index}].bmc.password`);
      const account = { nodeUuid: uuid, nodeName: host.name, host: address, user, password };
      const result = await world.session.call(signal, () => world.cluster.upsertIpmi(account, { signal }));
      if (!result.accepted) {
        const message = `the cluster registered ${user} at ${address} for ${host.name}, but the account is not valid (${result.why}); check the BMC's address, user and password, then retry`;
        throw new AppError('IPMI_INVALID', message, {
          data: { host: host.name, address, user, why: result.why },
        });
      }
      return { address, user, uuid };
    },
    async verify(_intent, _output, context) {
      const reading = await readWithSession(context, ({ cluster }) =>
        cluster.readIpmi({ signal: context.signal }),
      );
      if (reading.kind === 'unreadable') return;
      const there = reading.value.find((account) => account.host === address && account.user === user);
      if (there === undefined || there.isValid === false) {
        throw new AppError(
          'IPMI_INVALID',
          `the BMC account ${user} at ${address} of ${host.name} is not valid in the cluster; check it there, then retry`,
          {
            data: { host: host.name, address, user },
          },
        );
      }
    },
  };
}

export function ipmiCandidates(planning: Planning): readonly Candidate[] {
  return planning.input.plan.hosts.map((named, index) => {
    const host = planning.plan.hosts[index] ?? named;
    const candidate = {
      step: ipmiStep(planning, { named, host, index }),
      consumes: [`hosts[${index}].bmc`, `hosts[${index}].name`],
    };
    const { address, user, password } = host.bmc;
    const complete = address !== null && user !== null && password !== null;
    return complete
      ? candidate
      : { ...candidate, absent: `BMC address, user or password of ${named.name} is not filled in` };
  });
}
