#include <stdio.h>
#include <stdlib.h>

void a(char *text, char **argv) {
  // ruleid: c-system-command
  system(text);
  // ruleid: c-system-command
  FILE *f = popen(argv[1], "r");
  // ruleid: c-system-command
  if (system(argv[2]) != 0) pclose(f);
}

void b(char **argv) {
  // ok: c-system-command
  system("clear");
  // ok: c-system-command
  FILE *f = popen("uname -a", "r");
  // ok: c-system-command
  execv(argv[0], argv);
}

void shells(char *line) {
  // ruleid: c-system-command
  execl("/bin/sh", "sh", "-c", line, NULL);
  // ruleid: c-system-command
  execlp("sh", "sh", "-c", line, (char *)0);
  // ruleid: c-system-command
  FILE *out = _popen(line, "r");
  // ok: c-system-command
  execl("/bin/sh", "sh", "-c", "date", NULL);
  // ok: c-system-command
  execl("/bin/ls", "ls", line, NULL);
}
