// What node-postgres does with a server: run by the suite `node`, which says the port.
'use strict';

const assert = require('node:assert/strict');
const { Client, Pool } = require('pg');

const address = { host: '127.0.0.1', port: Number(process.argv[2]), user: 'postgres', database: 'postgres' };

const checks = {
  async 'a prepared statement by name, many times'(client) {
    await client.query('CREATE TABLE notes (id int PRIMARY KEY, body text, n bigint, at timestamptz)');
    const at = new Date('2026-01-02T03:04:05.678Z');
    for (let i = 0; i < 20; i++) {
      const result = await client.query({
        name: 'add',
        text: 'INSERT INTO notes VALUES ($1, $2, $3, $4) RETURNING id, n',
        values: [i, `body ${i} ü`, '9007199254740993', at],
      });
      assert.equal(result.rowCount, 1);
      assert.deepEqual(result.rows, [{ id: i, n: '9007199254740993' }]);
    }
    const { rows } = await client.query('SELECT body, at FROM notes WHERE id = $1', [7]);
    assert.equal(rows[0].body, 'body 7 ü');
    assert.equal(rows[0].at.getTime(), at.getTime());
  },

  async 'results in binary'(client) {
    const result = await client.query({
      text: 'SELECT id, n, body, id > 3 AS more, id / 2.0::float8 AS half FROM notes WHERE id = $1',
      values: [5],
      binary: true,
    });
    assert.equal(result.rows[0].id, 5);
    assert.equal(result.rows[0].more, true);
    assert.equal(result.rows[0].half, 2.5);
  },

  async 'queries that are asked before the answers have come'(client) {
    const asked = [];
    for (let i = 100; i < 200; i++) {
      asked.push(client.query('INSERT INTO notes (id, body) VALUES ($1, $2)', [i, null]));
    }
    const count = client.query('SELECT count(*)::int AS c FROM notes WHERE id >= 100');
    await Promise.all(asked);
    assert.equal((await count).rows[0].c, 100);
  },

  async 'many rows in one statement'(client) {
    const values = [];
    const places = [];
    for (let i = 0; i < 500; i++) {
      places.push(`($${2 * i + 1}, $${2 * i + 2})`);
      values.push(1000 + i, `row ${i}`);
    }
    const result = await client.query(`INSERT INTO notes (id, body) VALUES ${places.join(', ')}`, values);
    assert.equal(result.rowCount, 500);
  },

  async 'several statements in one text'(client) {
    const results = await client.query('SELECT 1 AS a; SELECT 2 AS b; DELETE FROM notes WHERE id = 1499');
    assert.deepEqual(results.map((result) => result.command), ['SELECT', 'SELECT', 'DELETE']);
    assert.equal(results[2].rowCount, 1);
  },

  async 'errors with their fields'(client) {
    await assert.rejects(client.query('INSERT INTO notes (id) VALUES ($1)', [7]), {
      code: '23505',
      detail: 'Key (id)=(7) already exists.',
      table: 'notes',
      constraint: 'notes_pkey',
    });
    await assert.rejects(client.query('SELECT nothing FROM notes'), { code: '42703', position: '8' });
    await assert.rejects(client.query('SELECT $1::int', ['x']), { code: '22P02' });
    assert.equal((await client.query('SELECT 1 AS a')).rows[0].a, 1);
  },

  async 'a transaction that is rolled back'(client) {
    await client.query('BEGIN');
    await client.query('DELETE FROM notes');
    assert.equal((await client.query('SELECT count(*) AS c FROM notes')).rows[0].c, '0');
    await assert.rejects(client.query('SELECT 1/0'), { code: '22012' });
    await assert.rejects(client.query('SELECT 1'), { code: '25P02' });
    await client.query('ROLLBACK');
    assert.notEqual((await client.query('SELECT count(*) AS c FROM notes')).rows[0].c, '0');
  },

  async 'a pool whose clients count up one row'(client) {
    await client.query('UPDATE notes SET n = 0 WHERE id = 0');
    const pool = new Pool({ ...address, max: 8 });
    const tasks = [];
    for (let i = 0; i < 100; i++) {
      tasks.push(pool.query('UPDATE notes SET n = n + 1 WHERE id = $1', [0]));
    }
    await Promise.all(tasks);
    await pool.end();
    assert.equal((await client.query('SELECT n FROM notes WHERE id = 0')).rows[0].n, '100');
  },
};

async function run() {
  const client = new Client(address);
  await client.connect();
  let failed = 0;
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check(client);
    } catch (error) {
      failed++;
      console.error(`not so: ${name}\n${error.stack}`);
    }
  }
  await client.end();
  process.exitCode = failed === 0 ? 0 : 1;
}

run();
