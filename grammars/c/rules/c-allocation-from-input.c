#include <stdlib.h>

struct row { int a; int b; };

struct row *rows(const char *text) {
    int count = atoi(text);
    // ruleid: c-allocation-from-input
    return malloc(count * sizeof(struct row));
}

char *argument(void) {
    unsigned long size = strtoul(getenv("SIZE"), NULL, 10);
    // ruleid: c-allocation-from-input
    return malloc(size);
}

char *header(int file) {
    uint32_t size;
    read(file, &size, sizeof(size));
    // ruleid: c-allocation-from-input
    return malloc(size);
}

char *limited(const char *text) {
    int count = atoi(text);
    if (count < 0 || count > 1024) {
        return NULL;
    }
    // ok: c-allocation-from-input
    return malloc(count);
}

char *fixed(void) {
    // ok: c-allocation-from-input
    return malloc(4096);
}

char *copy(const char *text) {
    // ok: c-allocation-from-input
    return malloc(strlen(text) + 1);
}
