import { Alert, type AlertProps } from 'antd';

/** A result that is read out when it comes, without taking anyone from what they do. */
export function Told(props: Pick<AlertProps, 'type' | 'title' | 'description' | 'className'>) {
  return (
    <output className="desk-output">
      <Alert showIcon role="presentation" {...props} />
    </output>
  );
}
