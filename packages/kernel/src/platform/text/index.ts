export { Text, fillText } from './model.ts';
