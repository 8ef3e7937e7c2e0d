import { Field } from '../field/field.tsx';
import type { Example } from '../lib/example.ts';
import { FileUpload } from './file-upload.tsx';

const labels = { choose: '选择文件', replace: '换一个文件', remove: '移除' };
const ignore = () => undefined;

export const examples: Example[] = [
  {
    name: 'empty',
    element: (
      <Field id="upload-empty" label="设备布局图" help="图片或 PDF，不超过 20 MB">
        {(control) => (
          <FileUpload
            {...control}
            name="plan"
            accept="image/*,application/pdf"
            file={undefined}
            progress={undefined}
            labels={labels}
            onChoose={ignore}
            onRemove={ignore}
          />
        )}
      </Field>
    ),
  },
  {
    name: 'with a file',
    element: (
      <Field id="upload-full" label="食品安全管理制度">
        {(control) => (
          <FileUpload
            {...control}
            name="rules"
            accept="application/pdf"
            file={{ id: '1', name: '食品安全管理制度.pdf', size: '1.2 MB', href: '/api/v1/files/1' }}
            progress={undefined}
            labels={labels}
            onChoose={ignore}
            onRemove={ignore}
          />
        )}
      </Field>
    ),
  },
];
