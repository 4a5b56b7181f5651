// A page that keeps notes in a ring: `?endpoints=localhost:5000,localhost:5001` names nodes that let its site in.
import { ChordClient, ClientError } from '@chord-dht/client';

const PREFIX = 'notes/';
const endpoints = new URLSearchParams(location.search).get('endpoints') ?? 'localhost:5000';
const client = new ChordClient({ endpoints });
const form = document.querySelector('#note');
const list = document.querySelector('#notes');
const said = document.querySelector('#said');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { name, text } = Object.fromEntries(new FormData(form));
  try {
    // Only a new note: nothing that another page has kept is lost.
    const { version } = await client.put(PREFIX + name, text, { ifNoneMatch: '*', ttl: 3_600 });
    said.textContent = `${name} is kept as ${version}.`;
    form.reset();
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    said.textContent = error.message;
  }
});

/** @param {string} key */
async function show(key) {
  const name = key.slice(PREFIX.length);
  const found = await client.get(key);
  const known = [...list.children].find((item) => item.dataset.name === name);
  if (!found) return known?.remove();
  const item = known ?? list.appendChild(document.createElement('li'));
  item.dataset.name = name;
  item.textContent = `${name}: ${found.text()}`;
}

// What is there, and from then on what anybody changes.
for await (const event of client.watch({ prefix: PREFIX })) {
  if (event.type === 'ready' || event.type === 'gap') {
    for await (const entry of client.list({ prefix: PREFIX }))
      if (entry.kind === 'key') await show(entry.key);
  } else await show(event.key);
}
