/** Where pages are kept that work without a network. */
export const offlineCache = 'qc-offline';

/** What the worker tells open pages when it changed the cards of this phone. */
export const cardsChanged = 'qc-cards-changed';
/** Under which the browser wakes the worker now and then, where it does such a thing. */
export const cardsTag = 'qc-cards';

export const keptPages = ['/cards', '/verify/present'];
