import { Tag } from 'antd';
import type { CaseStatus, Text } from '../../../api/types.ts';
import { useDeskWords } from '../words.ts';

const colours: Partial<Record<CaseStatus, string>> = {
  submitted: 'processing',
  accepted: 'processing',
  review: 'processing',
  correcting: 'warning',
  suspended: 'warning',
  notGranted: 'error',
  refused: 'error',
  notAccepted: 'error',
  granted: 'success',
  delivered: 'success',
};

/** Statuses that a queue can be narrowed to. */
export const queueStatuses: CaseStatus[] = [
  'submitted',
  'correcting',
  'accepted',
  'suspended',
  'review',
  'notGranted',
  'granted',
  'delivered',
  'refused',
  'notAccepted',
  'withdrawn',
  'ended',
];

export function CaseStatusTag({ status, words }: { status: CaseStatus; words: Text }) {
  const { w, text } = useDeskWords();
  // The status as the applicant reads it says «you»; the desk has words of its own for it.
  const label = status === 'correcting' ? w('status.correcting') : text(words);
  return <Tag color={colours[status] ?? 'default'}>{label}</Tag>;
}
