// Fastify's plugins describe what they add to requests, replies and schemas in types of their own.
import type {} from '@fastify/cookie';
import type {} from '@fastify/multipart';
import type {} from '@fastify/rate-limit';
import type {} from '@fastify/swagger';
