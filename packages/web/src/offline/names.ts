/** Where pages are kept that work without a network. */
export const offlineCache = 'qc-offline';

export const keptPages = ['/cards', '/verify/present'];
