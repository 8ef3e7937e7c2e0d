import { dateOf } from '../../platform/clock/index.ts';
import type { Text } from '../../platform/text/index.ts';
import type { CaseRow, Reader, WaitingFor } from './model.ts';
import { spokenDate, statusWords } from './words.ts';

interface Standing {
  reader: Reader;
  /** What it waits for from the reader. */
  waiting: WaitingFor | null;
  unpaid: boolean;
  /** Another party has not answered yet. */
  unconfirmed: boolean;
}

/** The one large sentence above a case: where it stands, and what the reader should do. */
export function headlineOf(row: CaseRow, title: Text, standing: Standing): Text {
  const { reader, waiting, unpaid, unconfirmed } = standing;
  if (waiting === 'confirm')
    return {
      zh: `${row.applicantName}申请办理“${title.zh}”，需要您确认`,
      en: `${row.applicantName} applies for “${title.en}” and needs your confirmation`,
    };
  if (waiting === 'pay') return { zh: '请缴费，缴费后继续办理', en: 'Please pay the fee, then it goes on' };
  if (unpaid && reader !== 'applicant' && row.endedAt === null)
    return { zh: '等申请人缴费，缴费后继续办理', en: 'Waits for the applicant to pay the fee' };
  const due = row.due && row.endedAt === null ? spokenDate(dateOf(row.due)) : null;
  switch (row.status) {
    case 'draft':
      return { zh: '还没有提交', en: 'Not handed in yet' };
    case 'submitted':
      return unconfirmed
        ? { zh: '已提交，等待对方确认', en: 'Handed in; waiting for the other party' }
        : { zh: '已提交，正在核对', en: 'Handed in; being checked' };
    case 'correcting':
      return reader === 'applicant'
        ? { zh: '有内容需要您补正', en: 'Something needs your correction' }
        : { zh: '等申请人补正', en: 'Waits for the applicant’s corrections' };
    case 'accepted':
    case 'review':
      return due
        ? { zh: `已受理，最迟 ${due.zh}办结`, en: `Accepted; decided by ${due.en}` }
        : { zh: '已受理，正在办理', en: 'Accepted; being handled' };
    case 'suspended':
      return { zh: '暂停计时，等待所需程序完成', en: 'The clock is stopped until a procedure is done' };
    case 'notGranted':
      return reader === 'applicant'
        ? {
            zh: '按规则没有通过，您可以选择怎么办',
            en: 'The rules did not grant it; you can choose what to do',
          }
        : {
            zh: '按规则没有通过，等申请人选择怎么办',
            en: 'The rules did not grant it; the applicant chooses',
          };
    case 'granted':
      return { zh: '申请已通过', en: 'Granted' };
    case 'delivered':
      return { zh: '申请已通过，已办结', en: 'Granted and done' };
    case 'withdrawn':
      return { zh: '申请已撤回', en: 'The application was withdrawn' };
    case 'ended':
      return { zh: '办理已终止', en: 'This case has ended' };
    case 'notAccepted':
    case 'refused':
      return statusWords[row.status];
  }
}
