export { deviceToSign, cardToSign, digestOf, issuerIdOf, makeLiveCode, writeStatement } from './code.ts';
export {
  bounds,
  clockSkewSeconds,
  LiveCodeError,
  saltOctets,
  type IssuedCard,
  type Item,
  type Octets,
  type Statement,
} from './model.ts';
export { createCollector, textsOf, type Collected, type Collector, type ShownCode } from './parts.ts';
export { openTrust, type LicenceTypeWords, type Snapshot, type Trust, type TrustBundle } from './trust.ts';
export { verdicts, verifyLiveCode, type Reading, type Verdict } from './verify.ts';
