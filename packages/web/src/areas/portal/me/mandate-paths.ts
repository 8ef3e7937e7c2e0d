/** What the pages of mandates read, and read anew after a change. */
export const heldPath = '/api/v1/me/mandates';
export const grantedPath = `${heldPath}/granted`;
export const offersPath = '/api/v1/me/mandates/offers';
export const offerStatePath = `${offersPath}/state`;
export const caseOffersPath = '/api/v1/me/mandates/case-offers';
