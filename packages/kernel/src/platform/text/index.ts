export { Text, fillText } from './model.ts';
export { formatYuan } from './money.ts';
