import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createClockWatch } from '../../../src-main/hosts/owner/clock-watch.ts';
import { addressInArguments, addressOfLink } from '../../../src-main/hosts/desktop/deep-link.ts';
import { isOurPage, isPageUrl } from '../../../src-main/hosts/desktop/sender.ts';
import {
  placeOnDisplays,
  readWindowState,
  writeWindowState,
} from '../../../src-main/hosts/desktop/window-state.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

describe('a link from outside', () => {
  it('names a run by its number, and nothing else', () => {
    expect(addressOfLink('sitewright://run/0147')).toBe('/runs/0147');
    expect(addressOfLink('sitewright://run/12345/')).toBe('/runs/12345');
  });

  it.each([
    'sitewright://run/147',
    'sitewright://run/0147?x=1',
    'sitewright://run/0147#/settings',
    'sitewright://run/0147/retry',
    'sitewright://run/../0147',
    'sitewright://settings',
    'sitewright:run/0147',
    'SITEWRIGHT://run/0147\nx',
    'https://run/0147',
    'sitewright://run/01470147014701470147',
    '',
  ])('is passed over when it says %j', (link) => {
    expect(addressOfLink(link)).toBeNull();
  });

  it('is found among the words that a program is started with', () => {
    expect(addressInArguments(['/opt/sitewright', '--flag', 'sitewright://run/0147'])).toBe('/runs/0147');
    expect(addressInArguments(['/opt/sitewright', '0147'])).toBeNull();
  });
});

describe('the sender of a message', () => {
  it('is our page in its own window', () => {
    expect(isOurPage({ url: 'app://sitewright/index.html#/run/0147', parent: null })).toBe(true);
  });

  it.each([
    'app://sitewright.example/',
    'app://other/index.html',
    'https://sitewright/',
    'file:///index.html',
    '',
    'x',
  ])('is nobody of ours at %j', (address) => {
    expect(isPageUrl(address)).toBe(false);
  });

  it('is no document that comes from the same place', () => {
    expect(isPageUrl('app://sitewright/api/report/0147')).toBe(true);
    expect(isOurPage({ url: 'app://sitewright/api/report/0147', parent: null })).toBe(false);
    expect(isOurPage({ url: 'app://sitewright/index.html/../icon.svg', parent: null })).toBe(false);
  });

  it('is nobody of ours in a frame of another page, or when it has gone', () => {
    expect(isOurPage({ url: 'app://sitewright/index.html', parent: {} })).toBe(false);
    expect(isOurPage(null)).toBe(false);
  });
});

describe("the window's place", () => {
  const display = { x: 0, y: 0, width: 1920, height: 1080 };
  const bounds = { x: 100, y: 80, width: 1000, height: 700 };

  it('is the one it was left in', () => {
    expect(placeOnDisplays({ bounds, isMaximized: true }, [display])).toEqual({ bounds, isMaximized: true });
  });

  it('is another one when the display it was on has gone', () => {
    const second = { ...bounds, x: 2_400 };
    expect(placeOnDisplays({ bounds: second, isMaximized: false }, [display])).toEqual({
      bounds: { width: 1000, height: 700 },
      isMaximized: false,
    });
    const beside = { x: 1920, y: 0, width: 1280, height: 1024 };
    expect(placeOnDisplays({ bounds: second, isMaximized: false }, [display, beside]).bounds).toEqual(second);
  });

  it('is another one when its upper edge could not be reached', () => {
    const above = { bounds: { ...bounds, y: -300 }, isMaximized: false };
    expect(placeOnDisplays(above, [display]).bounds).toEqual({ width: 1000, height: 700 });
  });

  it('is never larger than the display', () => {
    expect(placeOnDisplays(null, [{ ...display, width: 1024, height: 600 }]).bounds).toEqual({
      width: 1024,
      height: 600,
    });
  });

  it('is kept whole, and read again', () => {
    const file = join(temporaryDirectory(), 'desktop', 'window.json');
    expect(readWindowState(file)).toBeNull();
    expect(writeWindowState(file, { bounds, isMaximized: false })).toBe(true);
    expect(readWindowState(file)).toEqual({ bounds, isMaximized: false });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ bounds, isMaximized: false });
  });

  it.each([
    '',
    '{',
    '{"bounds":{"x":"0"}}',
    '{"bounds":{"x":0,"y":0,"width":5,"height":5},"isMaximized":true}',
  ])('is forgotten when what was kept is %j', (content) => {
    const file = join(temporaryDirectory(), 'window.json');
    writeFileSync(file, content);
    expect(readWindowState(file)).toBeNull();
  });

  it('is lost, and nothing else, when it cannot be written', () => {
    const blocked = join(temporaryDirectory(), 'file');
    writeFileSync(blocked, '');
    expect(writeWindowState(join(blocked, 'window.json'), { bounds, isMaximized: false })).toBe(false);
  });
});

const moment = (ms: number) => ({ at: ms, sinceStart: ms });

describe('the clock', () => {
  it('betrays a sleep that the system did not tell of', () => {
    const gaps: [number, number][] = [];
    const watch = createClockWatch(({ from, until }) => gaps.push([from, until]));
    for (const now of [0, 1_000, 2_050, 21_900, 3_621_900, 3_622_900]) {
      watch.look(moment(now));
    }
    expect(gaps).toEqual([[21_900, 3_621_900]]);
  });

  it.each([
    ['a paused virtual machine, which counts no time of its own', 1_000_000 + 180_000, 51_000],
    ['a sleep during which the time of day was set back', 1_000_000 - 3_600_000, 50_000 + 181_000],
  ])('betrays %s', (_, at, sinceStart) => {
    const gaps: number[] = [];
    const watch = createClockWatch(({ from, until }) => gaps.push(until - from));
    watch.look({ at: 1_000_000, sinceStart: 50_000 });
    watch.look({ at, sinceStart });
    expect(gaps).toEqual([Math.max(at - 1_000_000, sinceStart - 50_000)]);
  });

  it('that is set back betrays nothing', () => {
    const gaps: number[] = [];
    const watch = createClockWatch(({ from }) => gaps.push(from));
    watch.look({ at: 7_200_000, sinceStart: 50_000 });
    watch.look({ at: 3_600_000, sinceStart: 51_000 });
    watch.look({ at: 3_601_000, sinceStart: 52_000 });
    expect(gaps).toEqual([]);
  });

  it('tells no sleep twice', () => {
    const gaps: number[] = [];
    const watch = createClockWatch(({ from }) => gaps.push(from));
    watch.look(moment(0));
    watch.forget(moment(3_600_000));
    watch.look(moment(3_610_000));
    expect(gaps).toEqual([]);
  });
});
