class Users {
    private static final String TABLE = "t";

    void a(java.sql.Statement statement, java.sql.Connection connection, String name) throws Exception {
        // ruleid: java-sql-concat
        statement.executeQuery("SELECT * FROM t WHERE n = '" + name + "'");
        // ruleid: java-sql-concat
        statement.executeUpdate("DELETE FROM t WHERE n = " + name);
        // ruleid: java-sql-concat
        connection.prepareStatement("SELECT * FROM t WHERE n = '" + name + "'");
        // ruleid: java-sql-concat
        statement.executeQuery(String.format("SELECT * FROM t WHERE n = '%s'", name));
    }

    void b(java.sql.Statement statement, java.sql.Connection connection, Runner pool, Runnable name) throws Exception {
        // ok: java-sql-concat
        statement.executeQuery("SELECT 1");
        // ok: java-sql-concat
        connection.prepareStatement("SELECT * FROM t WHERE n = ?");
        // ok: java-sql-concat
        connection.prepareStatement("SELECT * FROM " + TABLE + " WHERE n = ?");
        // ok: java-sql-concat
        pool.execute(name);
    }
}
