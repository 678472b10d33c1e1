// The HTTP framework alone, in a process of its own: reads the body and answers a constant. Prints its URL.
import { fastify } from 'fastify';

const app = fastify();
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
app.post('/constant', async (_request, reply) => reply.send({ result: 0, message: '' }));
process.once('SIGTERM', () => process.exit(0));
process.stdout.write(`${await app.listen({ host: '127.0.0.1', port: 0 })}\n`);
