import type { Lang, Text } from '../../../api/types.ts';
import { formatDate } from '../../../lib/format.ts';

export const devicesPath = '/api/v1/me/cards/devices';
/** That the server gives out at once. */
export const mostCards = 20;

export interface Claim {
  index: number;
  /** Path with a dot. */
  name: string;
  label: Text;
  format: string;
  /** base64url. */
  salt: string;
  value: string;
}

/** As the server issues it; octets are base64url. */
export interface Card {
  type: string;
  typeName: Text;
  statement: string;
  signature: string;
  claims: Claim[];
  issuedAt: string;
  expiresAt: string;
}

export type CardState = 'valid' | 'suspended' | 'invalid' | 'expired' | 'unknown';

export interface Standing {
  licenceId: string;
  state: CardState;
}

export interface CardAnswer extends Standing {
  card: Card | null;
}

export interface KeptCard {
  licenceId: string;
  /** As the server last said. */
  state: CardState;
  card: Card;
  /** Names of the claims that its holder shows. */
  chosen: string[];
}

/** What a phone keeps: its key, and the cards in the order of their holder. */
export interface Package {
  accountId: string;
  deviceId: string;
  /** Does not leave the browser. */
  key: CryptoKey;
  /** Codes shown so far. */
  counter: number;
  /** When the cards were last asked for. */
  fetchedAt: string;
  cards: KeptCard[];
}

/** What is shown unless its holder chooses otherwise. */
const usual = ['holder', 'number', 'validFrom', 'validUntil'];

export function usuallyShown({ claims }: Card): string[] {
  return claims.map(({ name }) => name).filter((name) => usual.includes(name));
}

export function valueOf(card: Card, name: string): string {
  return card.claims.find((claim) => claim.name === name)?.value ?? '';
}

/** A value of a licence as people read it. */
export function formatValue(format: string, value: string, lang: Lang): string {
  switch (format) {
    case 'date':
      return formatDate(value, lang);
    case 'money':
      return lang === 'zh' ? `${value} 元` : `${value} yuan`;
    case 'area':
      return lang === 'zh' ? `${value} 平方米` : `${value} m²`;
    case 'percent':
      return `${value}%`;
    default:
      return value;
  }
}

/** A number by which someone could be told or impersonated. */
export function isNumber({ name, value }: Pick<Claim, 'name' | 'value'>): boolean {
  return name === 'number' || name === 'identifier' || /[0-9A-Z]{8}/.test(value);
}

/** Its ends only, for eyes that pass by. */
export function masked(value: string): string {
  return `${value.slice(0, 2)}••••••${value.slice(-2)}`;
}
