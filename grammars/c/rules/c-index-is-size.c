#define LENGTH 16

void end(const char *text) {
    char line[LENGTH];
    strncpy(line, text, LENGTH);
    // ruleid: c-index-is-size
    line[LENGTH] = 0;
    // ok: c-index-is-size
    line[LENGTH - 1] = 0;
}

int last(void) {
    int rows[8] = {0};
    // ruleid: c-index-is-size
    return rows[8];
}

void bytes(const char *text) {
    char line[32];
    // ruleid: c-index-is-size
    line[sizeof(line)] = 0;
    // ok: c-index-is-size
    line[sizeof(line) - 1] = 0;
    // ok: c-index-is-size
    line[0] = text[32];
}
