import { describe, expect, it } from 'vitest';
import { isWindowsTested } from '../support/tested-node.ts';
import {
  canSendCtrlC,
  knockAt,
  leftovers,
  openWindowsDesk,
  ownerAddress,
  startEndlessRun,
} from './windows-desk.ts';

const run = '0001';
const interrupted = { state: 'waiting', waiting: { reason: 'interrupted' } };

describe.skipIf(!isWindowsTested)(
  'a home that a process of Windows owns (needs SITEWRIGHT_WINDOWS_NODE)',
  () => {
    it.skipIf(!canSendCtrlC)(
      'is reached through its named pipe by who looks on; Ctrl-C there lets go of the run, and at the owner cancels it',
      async () => {
        const desk = openWindowsDesk();
        const owner = await startEndlessRun(desk);
        const { address } = ownerAddress(desk);
        expect(address).toMatch(/^\\\\\.\\pipe\\sitewright-[0-9a-f]{32}$/);
        const watching = desk.start(['runs', 'watch', run]);
        await watching.until('stderr', 'Done     root');
        watching.child.kill('SIGINT');
        const letGo = await watching.ended;
        expect([letGo.code, letGo.stderr]).toEqual([
          130,
          expect.stringContaining(`Detached. Run ${run} continues`) as string,
        ]);
        expect((await desk.json(['runs', 'show', run])).document).toMatchObject({ state: 'running' });
        expect([owner.child.exitCode, await knockAt(address)]).toEqual([null, 'open']);
        owner.child.kill('SIGINT');
        const ended = await owner.ended;
        expect([ended.code, ended.stderr]).toEqual([
          130,
          expect.stringContaining('Canceling. Press Ctrl-C again to exit immediately') as string,
        ]);
        expect((await desk.json(['runs', 'show', run])).document).toMatchObject({ state: 'canceled' });
        expect([await knockAt(address), leftovers(desk)]).toEqual(['ENOENT', []]);
      },
    );

    it('is worked in by commands that come through the pipe', async () => {
      const desk = openWindowsDesk();
      const owner = await startEndlessRun(desk);
      const second = await desk.json(['configure', 'plan.xlsx', '--practice', '--yes', '--only', 'dns']);
      expect([second.code, second.document]).toMatchObject([
        4,
        { error: { code: 'TARGET_HELD', message: expect.stringContaining(run) as string } },
      ]);
      const canceled = await desk.json(['runs', 'cancel', run]);
      expect([canceled.code, canceled.document]).toMatchObject([0, { id: run, state: 'canceled' }]);
      expect((await owner.ended).code).toBe(130);
      expect(leftovers(desk)).toEqual([]);
    });

    it('is free when the owner is killed: its pipe goes with it, who looked on is told how the run stands, and the next one tidies up', async () => {
      const desk = openWindowsDesk();
      const owner = await startEndlessRun(desk);
      const { address } = ownerAddress(desk);
      const watching = desk.start(['runs', 'watch', run]);
      await watching.until('stderr', 'Done     root');
      owner.child.kill('SIGKILL');
      const told = await watching.ended;
      expect([told.code, told.stderr]).toEqual([
        11,
        expect.stringContaining(`Current state of run ${run}`) as string,
      ]);
      expect(await knockAt(address)).toBe('ENOENT');
      expect((await desk.json(['runs', 'show', run])).document).toMatchObject(interrupted);
      const retried = await desk.json(['runs', 'retry', run]);
      expect([retried.code, retried.document]).toMatchObject([0, { state: 'succeeded', warnings: 0 }]);
      expect(leftovers(desk)).toEqual([]);
    });
  },
);
