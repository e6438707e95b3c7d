#include <openssl/ssl.h>

void client(SSL_CTX *context, CURL *curl) {
    // ruleid: c-tls-verify-off
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
    // ruleid: c-tls-verify-off
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
    // ruleid: c-tls-verify-off
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
    // ok: c-tls-verify-off
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    // ok: c-tls-verify-off
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    // ok: c-tls-verify-off
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
}

X509 *unchecked(SSL *ssl) {
    // ruleid: c-tls-verify-off
    X509 *certificate = SSL_get_peer_certificate(ssl);
    return certificate;
}
