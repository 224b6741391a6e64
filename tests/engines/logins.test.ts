import { describe, expect, it } from 'vitest';
import { createHostAccess } from '../../src-main/adapters/ssh/host-access.ts';
import { createLoginMemory } from '../../src-main/services/configure/login-memory.ts';
import { openScene, unhappySteps, type Scene } from '../support/configure-scene.ts';
import { startSshStandIn } from '../support/ssh-stand-in.ts';

/** Two hosts with two accounts each. */
const accounts = 4;

const verdicts = async (scene: Scene, tryLogins?: boolean): Promise<readonly string[]> => {
  const { steps } = await scene.preview(tryLogins === undefined ? {} : { tryLogins });
  return steps.filter(({ group }) => group === 'password').map(({ verdict }) => verdict);
};
const refused = (scene: Scene): number =>
  scene
    .site()
    .logins()
    .filter(({ isRight }) => !isRight).length;

describe('logins at hosts', () => {
  it('are not made by a preview, a pairing or a site check that nobody asked to make them', async () => {
    const scene = await openScene();
    for (let times = 0; times < 3; times += 1) {
      expect(await verdicts(scene)).toEqual(Array(accounts).fill('unreadable'));
      await scene.client().configure.pairing(scene.request());
      await scene.preflight();
    }
    expect(scene.site().logins()).toEqual([]);
  });

  it('are made once for each account where a person asked, however often the plan is looked at', async () => {
    const scene = await openScene();
    for (let times = 0; times < 3; times += 1) {
      expect(await verdicts(scene, true)).toEqual(Array(accounts).fill('todo'));
    }
    expect(scene.site().logins()).toHaveLength(accounts);
    expect(await verdicts(scene)).toEqual(Array(accounts).fill('unreadable'));
    expect(scene.site().logins()).toHaveLength(accounts);
  });

  it('are not made with a password that was refused in a preview, by the run after it', async () => {
    const scene = await openScene();
    await verdicts(scene, true);
    expect(refused(scene)).toBe(accounts);
    const run = await scene.configure({ only: ['password'] });
    expect([run.state, unhappySteps(run), refused(scene)]).toEqual(['succeeded', {}, accounts]);
    expect(await verdicts(scene, true)).toEqual(Array(accounts).fill('done'));
  });
});

describe('an SSH server that counts passwords', () => {
  const { signal } = new AbortController();
  const options = { signal };

  it('sees a refused one once, from whoever looks or works', async () => {
    await using host = await startSshStandIn({ accounts: { root: 'right' } });
    const access = createHostAccess({
      resolve: () => ({ host: '127.0.0.1', port: host.port }),
      acceptedKeys: () => [host.fingerprint],
      acceptedAhead: [],
    });
    const memory = createLoginMemory(() => 0);
    const wrong = { address: '192.0.2.11', user: 'root', password: 'wrong' };
    for (const isLook of [true, true, false, false, true]) {
      expect(await memory.aroundHosts(access, { site: 'a', isLook }).tryLogin(wrong, options)).toBe(
        'refused',
      );
    }
    expect(host.attempts).toHaveLength(1);
    const run = memory.aroundHosts(access, { site: 'a', isLook: false });
    expect(await run.tryLogin(wrong, { ...options, isAskedFor: true })).toBe('refused');
    expect(host.attempts).toHaveLength(2);
  });
});
