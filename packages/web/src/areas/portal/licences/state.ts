import type { StatusKind } from '@quancheng/ui';
import type { LicenceDetail } from '../../../api/types.ts';

const kinds: Record<LicenceDetail['state'], StatusKind> = {
  valid: 'good',
  expired: 'over',
  suspended: 'bad',
  revoked: 'bad',
  cancelled: 'over',
  superseded: 'over',
};

export function licenceKind(state: LicenceDetail['state']): StatusKind {
  return kinds[state];
}
