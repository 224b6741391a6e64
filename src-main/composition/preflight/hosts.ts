import type { PreflightItem } from '../../contract/configure.ts';
import type { PlannedHost } from '../../contract/site-plan.ts';
import { asking, notLookedAt, sightOf } from './looking.ts';
import type { Sight } from './looking.ts';
import type { Scene } from './scene.ts';

function keySight({ site }: Scene, { name, managementIp }: PlannedHost, fingerprint: string): Sight {
  const facts = { address: managementIp, fingerprint };
  const objection = site.looks.hostKeyObjection(managementIp, fingerprint);
  if (objection !== null) {
    const sight = sightOf(objection);
    return { ...sight, facts: { ...sight.facts, ...facts } };
  }
  const message = {
    zh: `主机 ${name}（${managementIp}）的 SSH 主机密钥已接受（${fingerprint}）。`,
    en: `The SSH key of host ${name} (${managementIp}) was accepted (${fingerprint}).`,
  };
  return { verdict: 'ok', message, facts };
}

/** Whether a host's SSH answers, and the key it shows. One connection, no account named. */
async function lookAtHost(scene: Scene, host: PlannedHost): Promise<readonly PreflightItem[]> {
  const { site, signal } = scene;
  const { name, managementIp } = host;
  const facts = { address: managementIp };
  const port = { code: 'unreachable', subject: name };
  const key = { code: 'host-key', subject: name };
  const asked = await asking(signal, () => site.hosts.hostKey(managementIp, { signal }), 'warning');
  if (asked.kind === 'failed') {
    const message = {
      zh: `主机 ${name}（${managementIp}）连接不上，看不到 SSH 主机密钥；先解决连接问题。`,
      en: `Host ${name} (${managementIp}) cannot be reached, so its SSH key was not seen. Mend the connection first.`,
    };
    const { sight } = asked;
    return [{ ...port, ...sight, facts: { ...sight.facts, ...facts } }, notLookedAt(key, message)];
  }
  const message = {
    zh: `主机 ${name} 的 SSH（${managementIp}）可以连接。`,
    en: `The SSH of host ${name} (${managementIp}) accepts connections.`,
  };
  return [
    { ...port, verdict: 'ok', message, facts },
    { ...key, ...keySight(scene, host, asked.value) },
  ];
}

export async function hostItems(scene: Scene): Promise<readonly PreflightItem[]> {
  return (await Promise.all(scene.plan.hosts.map((host) => lookAtHost(scene, host)))).flat();
}
