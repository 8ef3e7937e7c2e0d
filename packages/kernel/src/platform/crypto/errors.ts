import { defineErrors, DomainError } from '../errors/index.ts';

export const cryptoErrors = defineErrors('crypto', {
  altered: {
    status: 400,
    zh: '密文被改动过，或者不是用这把密钥加密的。',
    en: 'The ciphertext was altered, or made with another key.',
    remedyZh: '请核对密文是否完整、密钥是否正确。',
    remedyEn: 'Check that it is whole, and that this is its key.',
  },
  empty: {
    status: 400,
    zh: '没有要加密的内容。',
    en: 'There is nothing to encrypt.',
    remedyZh: '请至少给出一个字节。',
    remedyEn: 'Give at least one byte.',
  },
  tooLong: {
    status: 400,
    zh: '内容太长，这种算法一次最多直接加密 {limit} 字节。',
    en: 'Too long: this algorithm encrypts at most {limit} bytes at once.',
    remedyZh: '请改用数字信封（envelope）。',
    remedyEn: 'Use an envelope instead.',
  },
});

/** What may be wrong with the token that holds the master key. */
export const keyStoreErrors = defineErrors('key-store', {
  gone: {
    status: 503,
    zh: '存放主密钥的密码设备现在用不了，需要密钥的操作暂时做不了。',
    en: 'The token that holds the master key cannot be used now, and nothing that needs a key can be done.',
    remedyZh:
      '请稍后再试，已办的都在。运维人员请检查设备（{what}），以及 QC_PKCS11_MODULE 和 QC_PKCS11_TOKEN；恢复后自动继续。',
    remedyEn:
      'Try again later: nothing is lost. Operators: look at the token ({what}), QC_PKCS11_MODULE and QC_PKCS11_TOKEN; work goes on by itself once it is back.',
  },
  silent: {
    status: 503,
    zh: '存放主密钥的密码设备 {seconds} 秒没有回应。',
    en: 'The token that holds the master key did not answer for {seconds} seconds.',
    remedyZh: '请稍后再试，已办的都在。运维人员请检查设备；恢复后自动继续。',
    remedyEn:
      'Try again later: nothing is lost. Operators: look at the token; work goes on by itself once it answers.',
  },
  pin: {
    status: 503,
    zh: '密码设备不接受这个 PIN。',
    en: 'The token does not take this PIN.',
    remedyZh:
      '多次输错会锁住设备，所以同一个 PIN 不再重试。请运维人员改正 QC_PKCS11_PIN 后重新启动；用 QC_PKCS11_PIN_FILE 的，改正文件即可。',
    remedyEn:
      'It is not tried again, as a few wrong ones lock the token. Operators: put QC_PKCS11_PIN right and start again; a file of QC_PKCS11_PIN_FILE is read again by itself.',
  },
  noKey: {
    status: 503,
    zh: '密码设备里没有名为 QC_PKCS11_KEY 的密钥。',
    en: 'The token has no key of the name that QC_PKCS11_KEY gives.',
    remedyZh: '请核对 QC_PKCS11_KEY；新装的设备先运行 ./qc keys token-make，再运行 ./qc keys to-token。',
    remedyEn: 'Look at QC_PKCS11_KEY; for a new token run ./qc keys token-make, then ./qc keys to-token.',
  },
  hasKey: {
    status: 409,
    zh: '密码设备里已经有这个名称的密钥。',
    en: 'The token has a key of this name already.',
    remedyZh: '请用 ./qc keys token-check 查看；要另做一把，请换一个 QC_PKCS11_KEY。',
    remedyEn: 'See ./qc keys token-check; for another one, choose another QC_PKCS11_KEY.',
  },
});

/** Whether bytes do not open with this key; every other error says nothing of the bytes. */
export function isAltered(error: unknown): boolean {
  return error instanceof DomainError && error.entry === cryptoErrors.altered().entry;
}
