import type { StatusKind } from '@quancheng/ui';
import type { CaseStatus } from '../../../api/types.ts';

const kinds: Record<CaseStatus, StatusKind> = {
  draft: 'draft',
  submitted: 'working',
  correcting: 'waiting',
  notAccepted: 'bad',
  accepted: 'working',
  suspended: 'paused',
  review: 'working',
  notGranted: 'bad',
  granted: 'good',
  delivered: 'good',
  refused: 'bad',
  withdrawn: 'over',
  ended: 'over',
};

export function kindOf(status: CaseStatus): StatusKind {
  return kinds[status];
}

/** Nothing more will happen, but for a rating. */
export function isOver(status: CaseStatus): boolean {
  return ['notAccepted', 'delivered', 'refused', 'withdrawn', 'ended'].includes(status);
}
