import { z } from "zod";

/** What a service reads of its environment for traces, by OpenTelemetry's own names; for a schema to take in. */
export const tracingVariables = {
  /** Where spans are sent, by OTLP over HTTP: `/v1/traces` is put behind it. Without it there are no traces at all. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  /** How much is traced: a share, from 0 to 1, of what visitors ask for. Every service takes the same ones. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
};
