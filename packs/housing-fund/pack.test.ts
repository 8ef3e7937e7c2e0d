import { conformance } from '@quancheng/testing';

conformance(import.meta.dirname);
