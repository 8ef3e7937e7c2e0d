import { App } from 'antd';

/** Asks before something is done that cannot be taken back; `title` is also what the button says. */
export function useSure(cancelText: string): (title: string, content: string, onOk: () => void) => void {
  const { modal } = App.useApp();
  return (title, content, onOk) =>
    void modal.confirm({
      title,
      content,
      okText: title,
      cancelText,
      okButtonProps: { danger: true },
      onOk,
    });
}
