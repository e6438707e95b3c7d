import javax.servlet.http.*;

class Page extends HttpServlet {

    void a(HttpServletRequest request, DirContext context, SearchControls controls) throws Exception {
        String name = request.getParameter("name");
        // ruleid: java-ldap-injection
        context.search("ou=people", "(uid=" + name + ")", controls);
        String filter = "(&(uid=" + name + ")(x=y))";
        // ruleid: java-ldap-injection
        context.search("ou=people", filter, controls);
        // ruleid: java-ldap-injection
        context.search("ou=" + name, "(uid=a)", controls);
    }

    void b(HttpServletRequest request, DirContext context, SearchControls controls) throws Exception {
        String name = request.getParameter("name");
        // ok: java-ldap-injection
        context.search("ou=people", "(uid={0})", new Object[]{name}, controls);
        // ok: java-ldap-injection
        context.search("ou=people", "(uid=" + LdapEncoder.filterEncode(name) + ")", controls);
        // ok: java-ldap-injection
        context.search("ou=people", "(uid=a)", controls);
    }
}
