#include <stdio.h>

void a(const char *text, int n) {
  char buffer[16];
  // ruleid: c-sprintf-fixed-buffer
  sprintf(buffer, "%s", text);
  // ruleid: c-sprintf-fixed-buffer
  sprintf(buffer, "%d: %10s\n", n, text);
  if (n) {
    // ruleid: c-sprintf-fixed-buffer
    sprintf(buffer, "<%-4s>", text);
  }
}

void b(const char *text, int n, char *out) {
  char buffer[16];
  // ok: c-sprintf-fixed-buffer
  sprintf(buffer, "%d", n);
  // ok: c-sprintf-fixed-buffer
  snprintf(buffer, sizeof buffer, "%s", text);
  // ok: c-sprintf-fixed-buffer
  sprintf(buffer, "%.8s", text);
  // ok: c-sprintf-fixed-buffer
  sprintf(out, "%s", text);
}
