#include <stdio.h>

void sign_in(int socket, const char *password, struct user *user, FILE *log) {
    // ruleid: c-secret-cleartext
    send(socket, password, strlen(password), 0);
    // ruleid: c-secret-cleartext
    fprintf(log, "login with %s", user->password);
    // ruleid: c-secret-cleartext
    printf("%s", user->api_key);
    // ok: c-secret-cleartext
    send(socket, user->name, strlen(user->name), 0);
    // ok: c-secret-cleartext
    fprintf(log, "login of %s", user->name);
    // ok: c-secret-cleartext
    printf("%d", password_length);
}
