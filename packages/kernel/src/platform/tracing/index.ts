import { SpanStatusCode, trace, type Attributes } from '@opentelemetry/api';

const tracer = trace.getTracer('quancheng');

/**
 * Does work as a span of OpenTelemetry, below the one that it is part of. Where no traces are collected it only does
 * the work. Attributes hold kinds and names, never what belongs to a person.
 */
export async function traced<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      // The message of an error may quote what someone wrote.
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown');
      throw error;
    } finally {
      span.end();
    }
  });
}

/** As `traced`, for what is of interest as a part of something else alone. */
export async function tracedWithin<T>(
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
): Promise<T> {
  return trace.getActiveSpan() ? traced(name, attributes, work) : work();
}
