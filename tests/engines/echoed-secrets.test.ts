import { expect, it } from 'vitest';
import { attachPlan, openScene, stepOf } from '../support/configure-scene.ts';
import { createSecretSearch, searchDirectory } from '../support/crash-secrets.ts';
import { openProxy } from '../support/site-proxy.ts';

/** Characters that every encoding writes in its own way. */
const password = String.raw`P"a\s<w>&0%rd+密码'7=x`;

const asMarkup = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#x${sign.charCodeAt(0).toString(16)};`);

/** How systems quote what they were sent. */
const encodings: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'JSON in JSON': (text) => JSON.stringify(text),
  'JSON, ASCII': (text) =>
    JSON.stringify(text).replace(
      /[\u0080-\uffff<>&']/g,
      (sign) => String.raw`\u` + sign.charCodeAt(0).toString(16).padStart(4, '0'),
    ),
  'in an address': (text) => encodeURIComponent(text),
  'as a form': (text) => new URLSearchParams({ password: text }).toString(),
  markup: asMarkup,
  'markup twice': (text) => asMarkup(asMarkup(text)),
  base64: (text) => Buffer.from(`root:${text}`).toString('base64'),
  'base64 for addresses': (text) => Buffer.from(`a${text}`).toString('base64url'),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
};

/** Before the places where a message and a kept answer are cut, and across them. */
const positions = [0, 292, 1_890, 1_935];

const sentences = Object.values(encodings).flatMap((encode) =>
  positions.map((position) => `${'.'.repeat(position)} refused ${encode(password)} end`),
);

it('keeps a password out of the home however a system quotes it, and wherever the quote is cut', async () => {
  const scene = await openScene({ cells: { '主机规划!G3': password, '主机规划!G4': password } });
  await attachPlan(scene);
  const unsaid = [...sentences];
  const baseUrl = await openProxy(scene.site().url, {
    instead({ path }) {
      if (path !== '/api/v2/ipmi/upsert_accounts') {
        return null;
      }
      const body = JSON.stringify({ ec: 'EINVALID', error: { msg: unsaid.shift() } });
      return { status: 400, type: 'application/json', body };
    },
  });
  let run = await scene.configure({ site: { kind: 'real', baseUrl, allowHttp: true }, only: ['ipmi'] });
  for (;;) {
    for (const host of ['demo-node-01', 'demo-node-02']) {
      const { error } = stepOf(run, `ipmi:${host}`);
      expect(error?.code).toBe('API_INVALID');
      expect(error?.message.en).toMatch(/refused|\.{290}/);
    }
    if (unsaid.length === 0) {
      break;
    }
    run = await scene.retry(run.id);
  }
  await scene.restartRuntime();
  expect(searchDirectory(scene.home, createSecretSearch([password, password.slice(0, 10)]))).toEqual([]);
}, 120_000);
