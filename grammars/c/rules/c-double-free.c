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

int between(char *p, int n) {
  // ruleid: c-double-free
  free(p);
  log_it(n);
  if (n > 2) {
    free(p);
  }
  return n;
}

int ways_out(char *p, char *q, int n) {
  // ok: c-double-free
  free(p);
  if (n) {
    return 1;
  }
  free(p);
  // ok: c-double-free
  free(q);
  q = copy(n);
  use(q);
  free(q);
  return 0;
}

int clean_up(char *p, int n) {
  if (n) {
    // ok: c-double-free
    free(p);
    goto out;
  }
  // ok: c-double-free
  free(p);
  return 0;
out:
  return 1;
}

void filled_anew(char *p) {
  // ok: c-double-free
  free(p);
  load(&p);
  free(p);
}
