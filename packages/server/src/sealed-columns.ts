import type { SealedColumn } from '@quancheng/kernel/platform/columns';
import { contactColumns, dispatchAddress } from '@quancheng/kernel/platform/messages';
import { totpColumns } from '@quancheng/kernel/subject/accounts';
import { subjectSalt, upstreamCredential } from '@quancheng/kernel/subject/identity';
import { exchangeColumns } from '@quancheng/kernel/service/licence-exchange';
import { payeeAccountColumn } from '@quancheng/kernel/work/payments';

/** Every column that is kept encrypted: what a change of their key walks over. */
export const sealedColumns: readonly SealedColumn[] = [
  contactColumns.sms,
  contactColumns.mail,
  totpColumns.secret,
  totpColumns.pending,
  dispatchAddress,
  payeeAccountColumn,
  subjectSalt,
  upstreamCredential,
  ...Object.values(exchangeColumns),
];
