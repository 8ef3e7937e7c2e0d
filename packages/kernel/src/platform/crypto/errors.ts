import { defineErrors } from '../errors/index.ts';

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
