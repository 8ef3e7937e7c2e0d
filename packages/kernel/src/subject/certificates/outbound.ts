import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';

/** One request to an address that stands in a certificate. */
export interface Asked {
  url: string;
  /** Sent by POST; GET without it. */
  body?: { type: string; octets: Uint8Array };
  /** Octets of the answer at most. */
  most: number;
  signal: AbortSignal;
}

/** Asks authorities; throws whatever goes wrong. */
export type Ask = (asked: Asked) => Promise<Buffer>;

const inside = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  inside.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(network, bits, 'ipv6');

/**
 * Asks by HTTP only what lies outside, or in a network that the operator named: an authority writes the address, and
 * could mean a machine of ours. The name is resolved once, and what was looked at is what is connected to. Redirects are
 * not followed.
 */
export function createAsk(mayReach: (address: string) => boolean): Ask {
  const isOpen = (address: string): boolean =>
    !inside.check(address, isIPv6(address) ? 'ipv6' : 'ipv4') || mayReach(address);

  const lookup: LookupFunction = (host, options, done) => {
    dns.lookup(host, { ...options, all: true }, (error, found) => {
      const open = error ? [] : found.filter(({ address }) => isOpen(address));
      const [first] = open;
      if (!first) done(error ?? new Error('the address lies inside'), '', 4);
      else if (options.all) done(null, open);
      else done(null, first.address, first.family);
    });
  };

  return async ({ url, body, most, signal }) => {
    const { protocol, hostname, username } = new URL(url);
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    if ((protocol !== 'http:' && protocol !== 'https:') || username !== '') throw new Error('not by HTTP');
    if (isIP(host) !== 0 && !isOpen(host)) throw new Error('the address lies inside');
    const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const send = protocol === 'https:' ? https.request : http.request;
      const headers = body ? { 'content-type': body.type, 'content-length': body.octets.length } : {};
      send(url, { method: body ? 'POST' : 'GET', headers, lookup, signal, agent: false }, resolve)
        .once('error', reject)
        .end(body?.octets);
    });
    if (answer.statusCode !== 200) {
      answer.destroy();
      throw new Error(`answered ${answer.statusCode}`);
    }
    const parts: Buffer[] = [];
    let octets = 0;
    for await (const part of answer as AsyncIterable<Buffer>) {
      octets += part.length;
      // Leaving the loop closes the connection.
      if (octets > most) throw new Error('too long');
      parts.push(part);
    }
    return Buffer.concat(parts);
  };
}
