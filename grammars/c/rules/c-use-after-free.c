#include <stdlib.h>

int count(struct list *list) {
    free(list);
    // ruleid: c-use-after-free
    return list->count;
}

void show(char *text) {
    free(text);
    // ruleid: c-use-after-free
    printf("%s", text);
}

char first(char *text) {
    free(text);
    // ruleid: c-use-after-free
    return text[0];
}

void again(char *text) {
    free(text);
    text = strdup("new");
    // ok: c-use-after-free
    printf("%s", text);
}

int before(struct list *list) {
    // ok: c-use-after-free
    int n = list->count;
    free(list);
    return n;
}

void other(struct list *a, struct list *b) {
    free(a);
    // ok: c-use-after-free
    b->count = 0;
}
