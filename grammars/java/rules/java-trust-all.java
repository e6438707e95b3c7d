import java.security.cert.*;
import javax.net.ssl.*;

class Trust implements X509TrustManager {
    // ruleid: java-trust-all
    public void checkServerTrusted(X509Certificate[] chain, String type) {
    }

    // ok: java-trust-all
    public void checkClientTrusted(X509Certificate[] chain, String type) {
    }

    void a(HttpsURLConnection connection, Builder builder) {
        // ruleid: java-trust-all
        connection.setHostnameVerifier((host, session) -> true);
        // ruleid: java-trust-all
        builder.setSSLHostnameVerifier(NoopHostnameVerifier.INSTANCE);
    }

    void b(HttpsURLConnection connection) {
        // ok: java-trust-all
        connection.setHostnameVerifier((host, session) -> host.equals("a"));
    }
}

class Checked {
    // ok: java-trust-all
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("no");
    }
}
