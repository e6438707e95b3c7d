import java.util.Random;

class Tokens {
    String token;

    void a() {
        // ruleid: java-weak-random-token
        String token = "t" + new Random().nextLong();
        // ruleid: java-weak-random-token
        this.token = String.valueOf(Math.random());
        // ruleid: java-weak-random-token
        final String sessionId = RandomStringUtils.randomAlphanumeric(16);
    }

    void b(java.security.SecureRandom random) {
        // ok: java-weak-random-token
        long token = random.nextLong();
        // ok: java-weak-random-token
        int x = new Random().nextInt(6);
        // ok: java-weak-random-token
        double y = Math.random();
    }
}
