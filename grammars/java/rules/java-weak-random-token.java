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

class Makers {
    private String generateToken(int length) {
        // ruleid: java-weak-random-token
        java.util.Random random = new Random();
        return text(random, length);
    }

    String newPassword() {
        // ruleid: java-weak-random-token
        return RandomStringUtils.randomAlphanumeric(12);
    }

    void keep() {
        Random random = new Random();
        // ruleid: java-weak-random-token
        int otp = random.nextInt(1000000);
        // ok: java-weak-random-token
        int side = random.nextInt(6);
        send(otp, side);
    }

    int rollDice() {
        // ok: java-weak-random-token
        return ThreadLocalRandom.current().nextInt(6);
    }

    String generateToken(SecureRandom random) {
        // ok: java-weak-random-token
        return text(random, 32);
    }
}
