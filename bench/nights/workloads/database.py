# A database: journals, temporary tables, and a sort that needs files.
import os, sqlite3

os.makedirs("/var/lib/app", exist_ok=True)
db = sqlite3.connect("/var/lib/app/app.db")
db.execute("pragma temp_store = file")
db.execute("pragma cache_size = 10")
db.execute("create table if not exists t (a integer, b text)")
db.executemany("insert into t values (?, ?)", ((i, "x" * 200) for i in range(20000)))
db.commit()
db.execute("create temp table s as select * from t order by b, a desc")
print(db.execute("select count(*) from s").fetchone())
db.close()
