import type { PreflightItem } from '../../../contract/preflight.ts';
import type { PlannedHost } from '../../../contract/site-plan.ts';
import { asking, notLookedAt, sightOf, type Sight } from './looking.ts';
import { isPractice, practiceKey, type Scene } from './scene.ts';
import { blockedItem, errorAt } from './sheet-errors.ts';

function keySight(scene: Scene, { name, managementIp }: PlannedHost, fingerprint: string): Sight {
  const facts = { address: managementIp, fingerprint };
  const objection = scene.site.looks.hostKeyObjection(managementIp, fingerprint);
  if (objection !== null) {
    const sight = sightOf(objection);
    return { ...sight, facts: { ...sight.facts, ...facts } };
  }
  if (isPractice(scene)) {
    return { verdict: 'ok', message: practiceKey(fingerprint), facts };
  }
  const message = {
    zh: `主机 ${name}（${managementIp}）的 SSH 主机密钥已接受（${fingerprint}）。`,
    en: `The SSH host key of ${name} (${managementIp}) is accepted (${fingerprint}).`,
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
  const error = errorAt(scene, `hosts[${scene.plan.hosts.indexOf(host)}].managementIp`);
  if (error !== null) {
    return [blockedItem(port, error), notLookedAt(key, error)];
  }
  const asked = await asking(signal, () => site.hosts.hostKey(managementIp, { signal }), 'warning');
  if (asked.kind === 'failed') {
    const message = {
      zh: `未能连接主机 ${name}（${managementIp}），未读取到 SSH 主机密钥；请先解决连接问题。`,
      en: `No connection to host ${name} (${managementIp}) was made, so its SSH host key was not read. Fix that first.`,
    };
    const { sight } = asked;
    return [{ ...port, ...sight, facts: { ...sight.facts, ...facts } }, notLookedAt(key, message)];
  }
  const message = {
    zh: `主机 ${name} 的 SSH（${managementIp}）可以连接。`,
    en: `SSH on host ${name} (${managementIp}) is reachable.`,
  };
  return [
    { ...port, verdict: 'ok', message, facts },
    { ...key, ...keySight(scene, host, asked.value) },
  ];
}

export async function hostItems(scene: Scene): Promise<readonly PreflightItem[]> {
  return (await Promise.all(scene.plan.hosts.map((host) => lookAtHost(scene, host)))).flat();
}
