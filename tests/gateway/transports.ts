import { once } from 'node:events';
import { RPCLink } from '@orpc/client/fetch';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createClient, createInProcessClient, type AppClient } from '../../src-main/api/wire/client.ts';
import type { CallerKind } from '../../src-main/api/context.ts';
import { createForwardingContext, createForwardingRouter } from '../../src-main/api/wire/forwarding.ts';
import { router } from '../../src-main/api/router.ts';
import { createGateway, type GatewayParts } from '../../src-main/hosts/gateway/gateway.ts';
import { relay } from '../../src-main/hosts/desktop/relay.ts';
import { attach, openToOwner } from '../../src-main/hosts/owner/attach.ts';
import { serveOwner } from '../../src-main/hosts/owner/serve-owner.ts';
import { createSocketClient } from '../../src-main/hosts/owner/socket-client.ts';
import { openDesktopLink } from '../../src-renderer/sync/desktop-link.ts';
import type { OpenLink } from '../../src-renderer/sync/follow.ts';
import type { Contexts } from '../support/call-context.ts';
import { asWindowsPort } from '../support/windows-port.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

export interface Connection {
  readonly client: AppClient;
  /** Breaks the connection as a vanished client does; null where there is none to break. */
  readonly disconnect: (() => void) | null;
}

export interface Transport {
  readonly name: string;
  readonly kind: CallerKind;
  open(contexts: Contexts): Promise<Connection>;
}

const by = 'engineer';

async function openOwner(contexts: Contexts): Promise<string> {
  const home = temporaryDirectory();
  const owner = await serveOwner({ home, router, contextFor: contexts.contextFor, instanceId: 'instance-1' });
  onTestFinished(() => owner.close());
  return home;
}

async function openGateway(parts: GatewayParts): ReturnType<typeof createGateway> {
  const gateway = await createGateway(parts);
  onTestFinished(() => gateway.close());
  return gateway;
}

async function connectSocket(gateway: { readonly url: string; readonly token: string }): Promise<Connection> {
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/api/ws`, {
    headers: { authorization: `Bearer ${gateway.token}` },
  });
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  return { client: createSocketClient(socket), disconnect: () => socket.terminate() };
}

const gatewayParts = (contexts: Contexts): GatewayParts => ({
  router,
  contextFor: () => contexts.contextFor({ kind: 'gateway', by }),
});

type Callable = (input: unknown, options: { signal?: AbortSignal | undefined }) => Promise<unknown>;

/** The page's client, with its errors read as everywhere in this process. */
const clientOver = ({ client }: OpenLink): AppClient =>
  createClient({
    async call(path, input, { signal }) {
      const called = path.reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], client);
      return (called as Callable)(input, { signal });
    },
  });

/** Every way a host reaches the router. Another host is another line here. */
export const transports: readonly Transport[] = [
  {
    name: 'in the process',
    kind: 'in-process',
    open: async (contexts) => ({
      client: createInProcessClient(router, contexts.contextFor({ kind: 'in-process', by })),
      disconnect: null,
    }),
  },
  {
    name: "over the owner's socket",
    kind: 'owner-socket',
    async open(contexts) {
      const attached = await attach(await openOwner(contexts), { by });
      onTestFinished(() => attached.close());
      return { client: attached.client, disconnect: () => void attached.close() };
    },
  },
  {
    name: "over the gateway's WebSocket",
    kind: 'gateway',
    open: async (contexts) => connectSocket(await openGateway(gatewayParts(contexts))),
  },
  {
    name: "over the gateway's HTTP",
    kind: 'gateway',
    async open(contexts) {
      const { url, token } = await openGateway(gatewayParts(contexts));
      const broken = new AbortController();
      const link = new RPCLink({
        url: `${url}/api/rpc`,
        headers: { authorization: `Bearer ${token}` },
        fetch: (request, init) =>
          fetch(request, { ...init, signal: AbortSignal.any([request.signal, broken.signal]) }),
      });
      return { client: createClient(link), disconnect: () => broken.abort(new Error('the network is gone')) };
    },
  },
  {
    name: 'over a gateway that is attached to an owner',
    kind: 'gateway',
    async open(contexts) {
      const attached = await attach(await openOwner(contexts), { by, kind: 'gateway' });
      onTestFinished(() => attached.close());
      const { report } = contexts.contextFor({ kind: 'gateway', by });
      const gateway = await openGateway({
        router: createForwardingRouter(() => attached.client),
        contextFor: () => createForwardingContext({ kind: 'gateway', by }, report),
      });
      return connectSocket(gateway);
    },
  },
  {
    name: "over a desktop window's port",
    kind: 'desktop',
    async open(contexts) {
      const home = await openOwner(contexts);
      const open = async () => (await openToOwner(home, { by, kind: 'desktop' })).socket;
      const link = await openDesktopLink((port) => void relay(asWindowsPort(port), open));
      onTestFinished(() => link.close());
      return { client: clientOver(link), disconnect: () => link.close() };
    },
  },
];
