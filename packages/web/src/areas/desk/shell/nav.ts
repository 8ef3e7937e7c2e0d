import {
  BookOpen,
  ClipboardPen,
  Inbox,
  MessageSquareWarning,
  RotateCw,
  Send,
  Star,
  type LucideIcon,
} from 'lucide-react';
import type { Session } from '../../../api/types.ts';

export interface NavEntry {
  path: string;
  /** Key of its words. */
  key: string;
  icon: LucideIcon;
  /** Roles that work there; none: whoever has a post. */
  roles?: string[];
  demo?: true;
}

const caseRoles = ['clerk', 'inspector', 'reviewer', 'decider', 'head'];

export const navEntries: NavEntry[] = [
  { path: '/desk', key: 'places.queue', icon: Inbox, roles: caseRoles },
  { path: '/desk/intake', key: 'places.intake', icon: ClipboardPen, roles: ['clerk'] },
  { path: '/desk/disputes', key: 'places.disputes', icon: MessageSquareWarning },
  {
    path: '/desk/ratings',
    key: 'places.ratings',
    icon: Star,
    roles: caseRoles.filter((role) => role !== 'inspector'),
  },
  { path: '/desk/items', key: 'places.items', icon: BookOpen },
  { path: '/desk/jobs', key: 'places.jobs', icon: RotateCw, roles: ['admin'] },
  { path: '/desk/messages', key: 'places.messages', icon: Send, demo: true },
];

/** What someone's posts open. */
export function navOf(session: Session): NavEntry[] {
  const roles = new Set(session.account?.posts.map((post) => post.role));
  return navEntries.filter(
    (entry) => (!entry.roles || entry.roles.some((role) => roles.has(role))) && (!entry.demo || session.demo),
  );
}
