import { dateOf } from '../../platform/clock/index.ts';
import type { Text } from '../../platform/text/index.ts';
import type { CaseRow } from './model.ts';
import type { OpenTask } from './tasks.ts';
import type { CasePart } from './verbs.ts';
import { spokenDate } from './words.ts';

/** The one large sentence above a case: where it stands, and what the reader should do. */
export function headlineOf(
  row: CaseRow,
  orders: readonly { state: string }[],
  tasks: readonly OpenTask[],
  parts: readonly CasePart[],
): Text {
  if (parts.includes('coApplicant') && tasks.some((task) => task.verbs.includes('confirm'))) {
    return { zh: '这项申请需要您确认', en: 'This application needs your confirmation' };
  }
  if (parts.includes('applicant') && orders.some((order) => order.state === 'open')) {
    return { zh: '请缴费，缴费后继续办理', en: 'Please pay the fee, then it goes on' };
  }
  const due = row.due && row.endedAt === null ? spokenDate(dateOf(row.due)) : null;
  switch (row.status) {
    case 'draft':
      return { zh: '还没有提交', en: 'Not handed in yet' };
    case 'submitted':
      return tasks.some((task) => task.verbs.includes('confirm'))
        ? { zh: '已提交，等待对方确认', en: 'Handed in; waiting for the other party' }
        : { zh: '已提交，正在核对', en: 'Handed in; being checked' };
    case 'correcting':
      return { zh: '有内容需要您补正', en: 'Something needs your correction' };
    case 'notAccepted':
      return { zh: '不予受理', en: 'Not accepted' };
    case 'accepted':
    case 'review':
      return due
        ? { zh: `已受理，最迟 ${due.zh}办结`, en: `Accepted; decided by ${due.en}` }
        : { zh: '已受理，正在办理', en: 'Accepted; being handled' };
    case 'suspended':
      return { zh: '暂停计时，等待所需程序完成', en: 'The clock is stopped until a procedure is done' };
    case 'notGranted':
      return {
        zh: '按规则暂时不能通过，您可以选择下一步',
        en: 'The rules did not grant it; you can choose what to do',
      };
    case 'granted':
      return { zh: '已通过', en: 'Granted' };
    case 'delivered':
      return { zh: '办好了', en: 'Done' };
    case 'refused':
      return { zh: '未予批准', en: 'Refused' };
    case 'withdrawn':
      return { zh: '您已撤回申请', en: 'You withdrew it' };
    case 'ended':
      return { zh: '办理已终止', en: 'This case has ended' };
  }
}
