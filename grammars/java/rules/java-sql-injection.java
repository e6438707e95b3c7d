import javax.servlet.http.*;

class Page extends HttpServlet {

    void a(HttpServletRequest request, java.sql.Statement statement, java.sql.Connection connection) throws Exception {
        String name = request.getParameter("name");
        // ruleid: java-sql-injection
        statement.executeQuery("SELECT * FROM t WHERE n = '" + name + "'");
        String query = "DELETE FROM t WHERE n = " + name;
        // ruleid: java-sql-injection
        connection.prepareStatement(query);
        StringBuilder text = new StringBuilder("SELECT * FROM t WHERE n = ");
        text.append(name);
        // ruleid: java-sql-injection
        statement.executeUpdate(text.toString());
    }

    void b(HttpServletRequest request, java.sql.Statement statement, java.sql.Connection connection) throws Exception {
        String name = request.getParameter("name");
        // ok: java-sql-injection
        java.sql.PreparedStatement ready = connection.prepareStatement("SELECT * FROM t WHERE n = ?");
        // ok: java-sql-injection
        ready.setString(1, name);
        // ok: java-sql-injection
        statement.executeQuery("SELECT * FROM t LIMIT " + Integer.parseInt(name));
    }

    public static void main(String[] args) throws Exception {
        java.sql.Connection connection = java.sql.DriverManager.getConnection("jdbc:h2:mem:");
        // ruleid: java-sql-injection
        connection.createStatement().executeQuery("SELECT * FROM t WHERE n = '" + args[0] + "'");
        find(connection, args[1]);
        // ok: java-sql-injection
        connection.createStatement().executeQuery("SELECT * FROM t LIMIT " + args.length);
    }

    static void find(java.sql.Connection connection, String name) throws Exception {
        // ruleid: java-sql-injection
        connection.prepareStatement("SELECT * FROM t WHERE n = '" + name + "'").execute();
    }

    @GetMapping("/c")
    Object c(@RequestParam String name, EntityManager manager) {
        // ruleid: java-sql-injection
        return manager.createQuery("select u from User u where u.name = '" + name + "'");
    }
}
