import type { FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context/index.ts';
import { tellNewDevice } from '../accounts/index.ts';
import { deviceOf, nameDevice, networkOf } from './device.ts';
import { createBrowserSession, endBeyond, readAccount, type Evidence } from './store.ts';

/** How long sessions of browsers last without use, and how many an account has at most. */
export interface SessionLimits {
  idleMinutes: { staff: number; residents: number };
  most: number;
}

/**
 * Opens the session of a browser after a sign-in. The session unused for longest ends
 * where there are too many; a device that the account does not know is told to its holder.
 */
export async function openSession(
  ctx: Context,
  limits: SessionLimits,
  accountId: string,
  evidence: Evidence,
  request: FastifyRequest,
  deviceSecret: string,
): Promise<{ id: string; secret: string }> {
  const account = await readAccount(ctx, accountId, deviceSecret);
  const device = deviceOf(request.headers['user-agent'] ?? '');
  const network = networkOf(request.ip);
  const { idleMinutes } = limits;
  const { id, secret } = await createBrowserSession(ctx, accountId, {
    ...device,
    network,
    deviceSecret,
    evidence,
    idleSeconds: 60 * (account.isStaff ? idleMinutes.staff : idleMinutes.residents),
  });
  await endBeyond(ctx, accountId, id, limits.most);
  if (account.wasHere && !account.knowsDevice)
    await tellNewDevice(ctx, accountId, { device: nameDevice(device), network });
  return { id, secret };
}
