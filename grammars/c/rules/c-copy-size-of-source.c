#include <string.h>

void keep(const char *name) {
    char copy[16];
    // ruleid: c-copy-size-of-source
    strncpy(copy, name, strlen(name));
    // ruleid: c-copy-size-of-source
    memcpy(copy, name, strlen(name) + 1);
}

void fill(char *out, const char *text) {
    // ruleid: c-copy-size-of-source
    memcpy(out, text, strlen(text) + 1);
}

void good(const char *name) {
    char copy[16];
    // ok: c-copy-size-of-source
    strncpy(copy, name, sizeof(copy) - 1);
    // ok: c-copy-size-of-source
    snprintf(copy, sizeof(copy), "%s", name);
}

void tested(const char *name) {
    char copy[16];
    if (strlen(name) >= sizeof(copy)) {
        return;
    }
    // ok: c-copy-size-of-source
    memcpy(copy, name, strlen(name) + 1);
}
