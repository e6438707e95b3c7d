#include <stdlib.h>

void a(char *p, struct s *o, size_t n) {
  // ruleid: c-realloc-self
  p = realloc(p, n);
  // ruleid: c-realloc-self
  o->data = realloc(o->data, 2 * n);
  if (n) {
    // ruleid: c-realloc-self
    p = realloc(p, n + 1);
  }
}

void b(char *p, size_t n) {
  // ok: c-realloc-self
  char *q = realloc(p, n);
  // ok: c-realloc-self
  p = malloc(n);
  // ok: c-realloc-self
  p = realloc(NULL, n);
}
