import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:tls';
import { Agent, request } from 'undici';
import { describe, expect, it } from 'vitest';
import { createSelfSigned } from '../../../src-main/practice/self-signed.ts';
import { startEmpty, temporaryDirectory } from './practice-fixture.ts';

describe('https', () => {
  it('makes a certificate that Node reads and verifies', () => {
    const { certificate } = createSelfSigned('practice', '127.0.0.1', new Date(Date.UTC(2026, 10, 21)));
    const read = new X509Certificate(certificate);
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(read.subject).toBe('CN=practice');
    expect(read.validFromDate.toISOString()).toBe('2026-11-20T00:00:00.000Z');
  });

  it('serves with a fingerprint that stays over restarts', async () => {
    const directory = temporaryDirectory();
    const site = await startEmpty({ directory, tls: true });
    const { hostname, port, protocol } = new URL(site.url);
    expect(protocol).toBe('https:');
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const { fingerprint256 } = socket.getPeerCertificate();
    socket.destroy();
    const before = site.describe().tlsFingerprint;
    expect(fingerprint256).toBe(before);
    await site.close();
    const again = await startEmpty({ directory, tls: true });
    expect(again.describe().tlsFingerprint).toBe(before);
  });

  it('answers a client that trusts this certificate alone', async () => {
    const site = await startEmpty({ tls: true });
    const { hostname, port } = new URL(site.url);
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const ca = new X509Certificate(socket.getPeerCertificate().raw).toString();
    socket.destroy();
    const agent = new Agent({ connect: { ca } });
    const { statusCode, body } = await request(`${site.url}/practice/site`, { dispatcher: agent });
    expect(statusCode).toBe(200);
    expect(await body.json()).toMatchObject({ practice: true });
    await agent.close();
  });
});
