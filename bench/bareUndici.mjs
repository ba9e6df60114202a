/** The floor: N requests, one after the other, by a bare undici Client. `node bareUndici.mjs URL N`. */
import { Client } from 'undici';

const [, , url, times] = process.argv;
const client = new Client(new URL(url).origin);
for (let index = 0; index < Number(times); index++) {
  const { statusCode, body } = await client.request({ method: 'GET', path: `/items/${index}` });
  const text = await body.text();
  if (statusCode !== 200 || text === '') throw new Error(`Answered with ${statusCode}`);
}
await client.close();
