/**
 * The packages that a release rarely changes. As an entry of the build beside the API's own they end up in chunks of
 * their own, and so in a layer of their own: an edit of the API moves only what is the API's.
 */
import "@fastify/busboy";
import "@supabase/supabase-js";
import "bullmq";
import "elysia";
import "ioredis";
import "isbot";
import "prom-client";
import "rate-limiter-flexible";
import "zod";
