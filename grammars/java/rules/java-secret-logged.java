class Login {
    void a(Logger logger, User user, String password) {
        // ruleid: java-secret-logged
        logger.info("password is " + password);
        // ruleid: java-secret-logged
        logger.debug("login of {} with {}", user.name, user.getPassword());
        // ruleid: java-secret-logged
        logger.error("failed for " + user.authToken + " again");
    }

    void b(Logger logger, User user, String password) {
        // ok: java-secret-logged
        logger.info("the password was wrong");
        // ok: java-secret-logged
        logger.debug("login of {}", user.name);
        // ok: java-secret-logged
        logger.error("length " + password.length());
    }
}
