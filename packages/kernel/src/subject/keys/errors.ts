import { defineErrors } from '../../platform/errors/index.ts';

export const keyErrors = defineErrors('key', {
  suspended: {
    status: 409,
    zh: '这把密钥已暂停使用。',
    en: 'This key is suspended.',
    remedyZh: '请联系本部门数据管理岗，恢复后再用。',
    remedyEn: 'Ask the data officer of your agency to resume it.',
  },
  retired: {
    status: 409,
    zh: '这把密钥已停用，只能验证和解密。',
    en: 'This key is retired: it only verifies and decrypts.',
    remedyZh: '请换用在用的密钥。',
    remedyEn: 'Use a key that is active.',
  },
  destroyed: {
    status: 410,
    zh: '这把密钥已销毁，不能再用。',
    en: 'This key was destroyed.',
    remedyZh: '请换用别的密钥；用它加密的内容无法恢复。',
    remedyEn: 'Use another; what it encrypted cannot be recovered.',
  },
  wrongUse: {
    status: 409,
    zh: '这把密钥不是用来做这件事的。',
    en: 'This key is not made for that.',
    remedyZh: '一把密钥只有一种用途：{use}。请换用用途相符的密钥。',
    remedyEn: 'A key has one use, here: {use}. Use one that is made for it.',
  },
  noVersion: {
    status: 404,
    zh: '这把密钥没有第 {version} 版。',
    en: 'This key has no version {version}.',
    remedyZh: '请使用签名时返回的版本号。',
    remedyEn: 'Use the version that the signature came with.',
  },
  algorithmUse: {
    status: 400,
    zh: '算法 {algorithm} 不能用于这种用途。',
    en: 'The algorithm {algorithm} does not serve this use.',
    remedyZh: '可选：{known}。',
    remedyEn: 'Choose one of: {known}.',
  },
  nameTaken: {
    status: 409,
    zh: '本部门已有名为“{name}”的密钥。',
    en: 'The agency has a key named “{name}”.',
    remedyZh: '请换一个名称，或轮换原来的密钥。',
    remedyEn: 'Choose another name, or rotate that key.',
  },
  notNow: {
    status: 409,
    zh: '密钥现在的状态不能这样做。',
    en: 'The state of the key does not allow this.',
    remedyZh: '暂停、轮换须在用；恢复须已暂停；销毁须先停用。',
    remedyEn:
      'An active key is suspended or rotated, a suspended one resumed; one is retired before it is destroyed.',
  },
  certified: {
    status: 409,
    zh: '有证书正在使用这把密钥，不能轮换。',
    en: 'A certificate in force names this key: it is not rotated.',
    remedyZh: '平台自己的证书到期前会自动换用新密钥。怀疑密钥泄露的，请先吊销证书，之后自动启用新的。',
    remedyEn:
      'The platform’s own certificates get new keys by themselves before they end. If the key may be known to others, revoke the certificate first: another one follows.',
  },
  unreadable: {
    status: 503,
    zh: '这把密钥暂时读不出来。',
    en: 'This key cannot be read.',
    remedyZh: '请告诉平台运维人员：数据库里的密钥与主密钥对不上。',
    remedyEn: 'Tell the operator: what the database holds of it does not open with the master key.',
  },
  otherMaster: {
    status: 503,
    zh: '主密钥不是这个数据库的主密钥，库里的密钥打不开。',
    en: 'The master key is not that of this database: its keys cannot be opened.',
    remedyZh:
      '请放回原来的 QC_DATA/secrets/master.key、QC_MASTER_KEY 或 QC_PKCS11_KEY；不要新建，也不要改数据库。刚启用密码设备的，先运行 ./qc keys to-token。',
    remedyEn:
      'Put back the former QC_DATA/secrets/master.key, QC_MASTER_KEY or QC_PKCS11_KEY; make no new one, and leave the database as it is. Where a token is new, run ./qc keys to-token first.',
  },
});
