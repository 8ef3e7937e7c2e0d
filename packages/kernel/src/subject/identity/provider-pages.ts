import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';

/*
 * The few steps in which the provider would draw a page itself lead to pages of the web, which post back to it. What
 * such a page needs is in its address; the token against forged posts is bound to the provider's cookie.
 */
function show(
  ctx: KoaContextWithOIDC,
  page: string,
  values: Readonly<Record<string, string | undefined>>,
): void {
  const given = Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined);
  ctx.status = 303;
  ctx.set('cache-control', 'no-store');
  ctx.redirect(`${page}?${new URLSearchParams(given).toString()}`);
}

function tokenOf(ctx: KoaContextWithOIDC): string | undefined {
  return (ctx.oidc.session as { state?: { secret?: string } } | undefined)?.state?.secret;
}

export const pagesOfProvider = {
  logout: {
    logoutSource: (ctx: KoaContextWithOIDC) =>
      show(ctx, '/signout', { xsrf: tokenOf(ctx), system: ctx.oidc.client?.clientName }),
    postLogoutSuccessSource: (ctx: KoaContextWithOIDC) => show(ctx, '/signout/done', {}),
  },
  device: {
    charset: 'base-20' as const,
    mask: '****-****',
    userCodeInputSource: (ctx: KoaContextWithOIDC, _form: string, out?: ErrorOut, error?: Error) =>
      show(ctx, '/device', {
        xsrf: tokenOf(ctx),
        problem: error ? (error.name === 'AbortedError' ? 'aborted' : 'code') : out?.error,
      }),
    userCodeConfirmSource: (
      ctx: KoaContextWithOIDC,
      _form: string,
      client: { clientName?: string | undefined; clientId: string },
      _device: unknown,
      userCode: string,
    ) =>
      show(ctx, '/device', {
        xsrf: tokenOf(ctx),
        code: userCode,
        system: client.clientName ?? client.clientId,
      }),
    successSource: (ctx: KoaContextWithOIDC) => show(ctx, '/device', { done: '1' }),
  },
  /** A request that cannot be answered where it came from: programs see a refusal, people our page about it. */
  error: (ctx: KoaContextWithOIDC, out: ErrorOut) => {
    const page = `/signin/problem?${new URLSearchParams({ error: out.error }).toString()}`;
    ctx.set('cache-control', 'no-store');
    ctx.type = 'html';
    ctx.body = `<!doctype html><meta charset="utf-8"><title>${out.error}</title><meta http-equiv="refresh" content="0;url=${page}"><a href="${page}">${out.error}</a>`;
  },
};
