#include <stdlib.h>

void a(char *p, struct s *o) {
  // ruleid: c-double-free
  free(p);
  free(p);
  // ruleid: c-double-free
  free(o->name);
  free(o->name);
  if (p) {
    // ruleid: c-double-free
    free(o);
    free(o);
  }
}

void b(char *p, char *q) {
  // ok: c-double-free
  free(p);
  p = NULL;
  free(p);
  // ok: c-double-free
  free(q);
  // ok: c-double-free
  free(p[0]);
  free(p[1]);
}
