// A real issuer, https://github.com/panva/node-oidc-provider; its keys, its clients and its
// clock are what the tests say at /control.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const [port] = process.argv.slice(2);
const realNow = Date.now;
let ahead = 0;
let asked = 0;
let answer = null;
Date.now = () => realNow() + ahead * 1000;

// What each person is at the issuer; whoever else signs in is nobody special.
const groups = { ada: ['desk', 'of no matter'], batch: ['desk'] };

const resourceServer = {
  scope: 'tag:read tag:write',
  audience: 'notes',
  accessTokenFormat: 'jwt',
  accessTokenTTL: 600,
};

function provider({ keys, clients }) {
  const made = new Provider(`http://localhost:${port}`, {
    clients,
    jwks: { keys },
    cookies: { keys: ['of the tests'] },
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], groups: ['groups'] },
    conformIdTokenClaims: false,
    extraTokenClaims: async (_, token) => ({ groups: groups[token.clientId] ?? [] }),
    features: {
      devInteractions: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:notes',
        useGrantedResource: () => true,
        getResourceServerInfo: () => resourceServer,
      },
    },
    findAccount: async (_, id) => ({
      accountId: id,
      claims: async () => ({
        sub: id,
        email: `${id}@example.com`,
        email_verified: true,
        groups: groups[id] ?? [],
      }),
    }),
  });
  made.on('server_error', (_, error) => console.error(error));
  return made.callback();
}

async function control(request, response) {
  let text = '';
  for await (const part of request) text += part;
  const said = text ? JSON.parse(text) : {};
  if (said.ahead !== undefined) ahead = said.ahead;
  if (said.keys !== undefined) answer = provider(said);
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ asked }));
}

createServer((request, response) => {
  if (request.url === '/control') {
    control(request, response);
    return;
  }
  if (request.url === '/blank') {
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>Another page</title>');
    return;
  }
  if (request.url === '/jwks') asked += 1;
  answer(request, response);
}).listen(Number(port), '127.0.0.1');
