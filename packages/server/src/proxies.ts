import { BlockList, isIPv6 } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Whose `X-Forwarded-*` are believed: everyone's, nobody's, or those of proxies by address or network. */
export type TrustedProxies = boolean | readonly string[];

type Trust = (address: string) => boolean;

/** Whether an address is one of a proxy that is trusted. */
export function trustOf(proxies: TrustedProxies): Trust {
  if (typeof proxies === 'boolean') return () => proxies;
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** Takes away what a stranger says about how the request came, before anything reads it. */
export function dropForged(app: FastifyInstance, trust: Trust): void {
  app.addHook('onRequest', async ({ raw }) => {
    if (trust(raw.socket.remoteAddress ?? '')) return;
    for (const name of Object.keys(raw.headers))
      if (name.startsWith('x-forwarded-') || name === 'forwarded') delete raw.headers[name];
  });
}
