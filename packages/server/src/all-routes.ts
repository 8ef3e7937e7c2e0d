import { sql } from '@quancheng/kernel/platform/database';
import { type Context } from '@quancheng/kernel/platform/context';
import { calendarRoutes } from '@quancheng/kernel/platform/calendar';
import { jobRoutes } from '@quancheng/kernel/platform/jobs';
import { fileRoutes } from '@quancheng/kernel/platform/files';
import { messageAdminRoutes, messageRoutes } from '@quancheng/kernel/platform/messages';
import { type Route } from '@quancheng/kernel/platform/http';
import { auditRoutes } from '@quancheng/kernel/subject/audit';
import { accessRoutes } from '@quancheng/kernel/subject/access';
import { invitationRoutes, ownAccountRoutes, staffRoutes } from '@quancheng/kernel/subject/accounts';
import { issuerOf, phoneSignInRoutes, upstreamRoutes } from '@quancheng/kernel/subject/identity';
import { authorityRoutes } from '@quancheng/kernel/subject/authority';
import { certificateRoutes } from '@quancheng/kernel/subject/certificates';
import { cryptoRoutes, keyRoutes } from '@quancheng/kernel/subject/keys';
import { mandateRoutes } from '@quancheng/kernel/subject/mandates';
import { organisationRoutes } from '@quancheng/kernel/subject/organisation';
import { passkeyRoutes } from '@quancheng/kernel/subject/passkeys';
import { createCurrentSession, sessionRoutes } from '@quancheng/kernel/subject/sessions';
import { windowRoutes } from '@quancheng/kernel/subject/windows';
import { relyingPartyRoutes } from '@quancheng/kernel/subject/relying-parties';
import { systemRoutes } from '@quancheng/kernel/subject/systems';
import { libraryRoutes, namesOfEntities } from '@quancheng/kernel/data/libraries';
import { decisionAdminRoutes } from '@quancheng/kernel/work/decisions';
import { definitionRoutes } from '@quancheng/kernel/work/definitions';
import { formAdminRoutes } from '@quancheng/kernel/work/forms';
import { processAdminRoutes } from '@quancheng/kernel/work/processes';
import { paymentRoutes } from '@quancheng/kernel/work/payments';
import { itemDeskRoutes, itemRoutes, rateRoutes } from '@quancheng/kernel/service/items';
import {
  caseRoutes,
  dueDates,
  feelExpressions,
  findCaseReading,
  findEnded,
  findMaterialReading,
  findReadable,
  findRecordedBy,
} from '@quancheng/kernel/service/cases';
import { documentRoutes } from '@quancheng/kernel/service/documents';
import {
  licenceRoutes,
  licenceStockRoutes,
  licenceTypeRoutes,
  verifyRoutes,
} from '@quancheng/kernel/service/licences';
import {
  askUpperRoutes,
  exchangeAdminRoutes,
  exchangeRoutes,
} from '@quancheng/kernel/service/licence-exchange';
import { licenceGrantRoutes, licenceUseRoutes } from '@quancheng/kernel/service/licence-uses';
import { ratingRoutes } from '@quancheng/kernel/service/ratings';
import { sealAdminRoutes, sealDeskRoutes } from '@quancheng/kernel/service/seals';
import { cardRoutes, issuerRoutes, verifierRoutes, walletRoutes } from '@quancheng/kernel/service/wallet';
import { accessNames } from './access-names.ts';
import { examineProcess } from './pack-check/index.ts';
import { healthRoute } from './routes/health.ts';
import { sessionRoute } from './routes/session.ts';
import type { Services } from './services.ts';
import { windowPorts } from './window-port.ts';

/** All routes of the product, in the order of the house. */
export function allRoutes(services: Services): Route[] {
  const { catalogue, cases, decisions, files, papers, origin, secrets, demo } = services;
  const currentSession = createCurrentSession(origin);
  const words = wordsOf(services.city);
  return [
    ...jobRoutes(),
    ...calendarRoutes({ calendar: services.calendar, dueDates }),
    ...fileRoutes({ files, findReading: findMaterialReading }),
    ...messageRoutes({ demo }),
    ...messageAdminRoutes(),
    sessionRoute(services, currentSession),
    ...sessionRoutes({ currentSession }),
    ...invitationRoutes({ words }),
    ...ownAccountRoutes({ unit: services.unit, issuer: services.city.product.zh, words, currentSession }),
    ...passkeyRoutes({
      unit: services.unit,
      site: siteOf(services),
      currentSession,
      offersFace: services.faces !== undefined,
    }),
    ...certificateRoutes({ currentSession, certificates: services.certificates }),
    ...phoneSignInRoutes({ unit: services.unit, currentSession }),
    ...upstreamRoutes({
      clients: services.upstreams.clients,
      origin,
      issuer: issuerOf(origin),
      currentSession,
    }),
    ...staffRoutes({ origin }),
    ...organisationRoutes(),
    ...auditRoutes(),
    healthRoute(services),
    ...accessRoutes({
      entityNames: (ctx, ids) => namesOfEntities(ctx, catalogue, ids),
      names: accessNames(services),
    }),
    ...mandateRoutes(services.mandates, origin),
    ...windowRoutes({ ports: windowPorts(catalogue), currentSession, words }),
    ...systemRoutes(),
    ...relyingPartyRoutes({ clientSecrets: services.secrets.clientSecret }),
    ...keyRoutes({ keys: services.keys }),
    ...cryptoRoutes({ keys: services.keys }),
    ...authorityRoutes({ authority: services.authority }),
    ...libraryRoutes({ catalogue }),
    ...definitionRoutes(),
    ...processAdminRoutes({
      processes: cases.processes,
      expressions: feelExpressions,
      findEnded,
      examine: (_ctx, pack, definition) => examineProcess(services.packs, pack, definition),
    }),
    ...decisionAdminRoutes({ decisions, findRecorded: findRecordedBy(cases.processes) }),
    ...formAdminRoutes({ isResource: (code) => catalogue.find(code) !== undefined }),
    ...paymentRoutes({ payments: cases.payments, secret: secrets.paymentSecret }),
    ...itemRoutes(),
    ...itemDeskRoutes(),
    ...rateRoutes(),
    ...caseRoutes(cases.deps),
    ...licenceRoutes({
      files,
      papers,
      origin,
      findCaseReading,
    }),
    ...licenceStockRoutes({ stocks: services.stocks }),
    ...licenceTypeRoutes(),
    ...licenceGrantRoutes({ catalogue, origin }),
    ...licenceUseRoutes({
      catalogue,
      files,
      papers,
      findCase: findHandledCase,
      findCaseReading,
    }),
    ...exchangeRoutes({ files }),
    ...exchangeAdminRoutes({ keys: services.keys }),
    ...askUpperRoutes({
      unit: services.unit,
      channel: services.exchange.channel,
      catalogue,
      findCase: findHandledCase,
    }),
    ...verifyRoutes(),
    ...documentRoutes({ verifier: services.verifier, authority: services.authority }),
    ...sealDeskRoutes({ seals: services.seals, files }),
    ...sealAdminRoutes({ seals: services.seals }),
    ...walletRoutes(services.wallet),
    ...cardRoutes(services.wallet),
    ...issuerRoutes(services.wallet),
    ...verifierRoutes(services.wallet),
    ...ratingRoutes(),
  ];
}

/** The installation as authenticators know it. */
export function siteOf({ origin, city }: Services) {
  return { origin, name: city.product.zh };
}

/** What everyone would try first as a part of a password here. */
function wordsOf({ id, name, product }: Services['city']): string[] {
  const short = name.zh.replace(/[市县区]$/, '');
  return [...new Set(['quancheng', id, short, name.en, product.zh, product.en])];
}

/** A case by its number, where the caller may see it. */
async function findHandledCase(ctx: Context, number: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from service_case where number = ${number}`.execute(
    ctx.tx,
  );
  const [found] = rows;
  return found && (await findReadable(ctx, found.id)) ? found.id : undefined;
}
