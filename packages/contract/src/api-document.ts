import { z } from "zod";

/** A JSON Schema, of which nobody here reads more than a few words. */
const JsonSchema = z.record(z.string(), z.unknown());
export type JsonSchema = z.infer<typeof JsonSchema>;

const Content = z.record(
  z.string(),
  z.object({ schema: JsonSchema.optional(), examples: z.record(z.string(), z.unknown()).optional() }),
);

/** What can be asked for at one address by one method. */
export const ApiOperation = z.object({
  operationId: z.string(),
  summary: z.string(),
  description: z.string().optional(),
  tags: z.array(z.string()),
  parameters: z.array(
    z.object({
      name: z.string(),
      in: z.enum(["path", "query", "header"]),
      required: z.boolean().optional(),
      description: z.string(),
      schema: JsonSchema,
    }),
  ),
  requestBody: z.object({ required: z.literal(true), content: Content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: Content.optional() })),
  security: z.array(z.record(z.string(), z.array(z.string()))),
});
export type ApiOperation = z.infer<typeof ApiOperation>;

/** What the API says of itself: an OpenAPI 3.1 document. */
export const ApiDocument = z.object({
  openapi: z.string(),
  info: z.object({ title: z.string(), version: z.string(), description: z.string(), license: JsonSchema }),
  servers: z.array(z.object({ url: z.string() })),
  tags: z.array(z.object({ name: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), ApiOperation)),
  components: z.object({
    schemas: z.record(z.string(), JsonSchema),
    securitySchemes: z.record(z.string(), JsonSchema),
  }),
});
export type ApiDocument = z.infer<typeof ApiDocument>;
