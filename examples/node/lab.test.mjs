import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { start } from './zonite.mjs';

const LAB = fileURLToPath(new URL('../lab.toml', import.meta.url));

test('the hub sees the private address, and the spoke was never linked', async (t) => {
  const zonite = await start(t, LAB);
  for (const [network, want] of [['hub', '10.1.0.5'], ['spoke', '203.0.113.10'], ['internet', '203.0.113.10']]) {
    assert.deepEqual(await zonite.resolver(network).resolve4('contoso.azurecr.io'), [want], network);
  }
});

test('a name that is not there', async (t) => {
  const zonite = await start(t, LAB);
  await assert.rejects(zonite.resolver('hub').resolve4('nobody.privatelink.azurecr.io'), { code: 'ENOTFOUND' });
});

test('a configuration with a mistake says which', async (t) => {
  await assert.rejects(start(t, fileURLToPath(import.meta.url)), /zonite: it ended with exit code 2\n.*lab\.test\.mjs:1:/s);
});
