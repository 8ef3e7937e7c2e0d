import {
  Activity,
  BookOpen,
  CalendarDays,
  ClipboardList,
  Mail,
  RotateCw,
  ScrollText,
  Users,
  Workflow,
  type LucideIcon,
} from 'lucide-react';
import type { Session } from '../../api/types.ts';

export interface NavEntry {
  path: string;
  /** Key of its words. */
  key: string;
  icon: LucideIcon;
  /** Open to everyone with a post, not to the administrator alone. */
  everyone?: true;
}

export const navEntries: NavEntry[] = [
  { path: '/admin/items', key: 'places.items', icon: BookOpen, everyone: true },
  { path: '/admin/forms', key: 'places.forms', icon: ClipboardList },
  { path: '/admin/rules', key: 'places.rules', icon: Workflow },
  { path: '/admin/people', key: 'places.people', icon: Users },
  { path: '/admin/calendar', key: 'places.calendar', icon: CalendarDays },
  { path: '/admin/messages', key: 'places.messages', icon: Mail },
  { path: '/admin/jobs', key: 'places.jobs', icon: RotateCw },
  { path: '/admin/audit', key: 'places.audit', icon: ScrollText },
  { path: '/admin/health', key: 'places.health', icon: Activity },
];

export function isAdministrator(session: Session): boolean {
  return session.account?.posts.some((post) => post.role === 'admin') ?? false;
}

/** What someone's posts open. */
export function navOf(session: Session): NavEntry[] {
  const admin = isAdministrator(session);
  return navEntries.filter((entry) => admin || entry.everyone);
}
