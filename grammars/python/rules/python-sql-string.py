def a(cursor, name):
    # ruleid: python-sql-string
    cursor.execute("SELECT * FROM t WHERE n = '" + name + "'")
    # ruleid: python-sql-string
    cursor.execute("SELECT * FROM t WHERE n = '%s'" % name)
    # ruleid: python-sql-string
    cursor.execute(f"SELECT * FROM t WHERE n = '{name}'")
    # ruleid: python-sql-string
    cursor.execute("SELECT * FROM t WHERE n = '{}'".format(name))

def b(cursor, name):
    # ok: python-sql-string
    cursor.execute("SELECT * FROM t WHERE n = %s", (name,))
    # ok: python-sql-string
    cursor.execute("SELECT 1 " + "FROM t")
    # ok: python-sql-string
    cursor.execute(name)
