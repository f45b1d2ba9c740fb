# Writes, reads, changes and locks tables, by several clients at once.
PATH=$(echo /usr/lib/postgresql/*/bin):$PATH
export PGHOST=$TARGET PGUSER=postgres PGOPTIONS='--client-min-messages=warning'
psql --quiet --no-align --tuples-only -v ON_ERROR_STOP=1 <<'SQL'
CREATE TABLE item (id serial PRIMARY KEY, name text NOT NULL, price numeric(8, 2), made date);
INSERT INTO item (name, price, made)
  SELECT md5(n::text), n % 100 + 0.5, date '2020-01-01' + n % 900 FROM generate_series(1, 40000) n;
CREATE INDEX ON item (name);
CREATE INDEX ON item USING brin (made);
SELECT count(*), sum(price), max(made) FROM item;
BEGIN;
UPDATE item SET price = price * 2 WHERE id % 3 = 0;
SAVEPOINT half;
DELETE FROM item WHERE id > 39000;
ROLLBACK TO half;
COMMIT;
SELECT sum(price) FROM item;
SELECT a.made, count(*) FROM item a JOIN item b USING (made) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 3;
SET work_mem = '64kB';
SELECT md5(string_agg(name, '' ORDER BY name)) FROM item;
CREATE FUNCTION twice(n int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN n * 2; END';
SELECT twice(21);
PREPARE one (int) AS SELECT name FROM item WHERE id = $1;
EXECUTE one (7);
VACUUM ANALYZE item;
CHECKPOINT;
SELECT pg_advisory_lock(1), pg_advisory_unlock(1);
SQL
pgbench --initialize --quiet --scale=1 >/dev/null 2>&1
pgbench --client=4 --jobs=2 --transactions=50 >/dev/null 2>&1
psql --quiet --no-align --tuples-only -c 'SELECT count(*) FROM pgbench_history'
pg_dump --table=item | grep -v -- '^--' | sed '/restrict/d' | sha256sum
createdb other && dropdb other
